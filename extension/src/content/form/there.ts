/** Lets the background see that this document is still there. */
import { STILL_THERE } from '../../shared/messages';
import { api } from '../../shared/platform';

export function answerWhileThere(): void {
  api.runtime.onMessage.addListener((message: { type?: unknown } | null, _sender, respond) => {
    if (message?.type === STILL_THERE) respond(true);
  });
}
