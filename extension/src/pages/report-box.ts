/** A report with a preview: first see what would be sent, then send it, then read what became of it. */
import type { ReportRequest } from '../shared/api-types';
import { send } from '../shared/messages';
import { byId, type Words } from './text';

/** `body` is made when the preview is shown, and sent as it was shown. `unlisted`: this is a private window. Wire `#report`, `#report-preview`, `#report-send` and `#report-status`. */
export function reportBox(words: () => Words, body: () => ReportRequest | null, unlisted: () => boolean): void {
  const sendButton = byId<HTMLButtonElement>('report-send');
  const status = byId('report-status');
  let report: ReportRequest | null = null;
  byId('report').addEventListener('click', () => {
    report = body();
    byId('report-preview').textContent = JSON.stringify(report, null, 2);
    byId('report-box').hidden = false;
    status.textContent = '';
    sendButton.disabled = false;
    sendButton.focus();
  });
  sendButton.addEventListener('click', () => void deliver());

  async function deliver(): Promise<void> {
    if (report === null) return;
    sendButton.disabled = true;
    status.textContent = words().t('sending');
    const done = await send('report/send', { report, unlisted: unlisted() }).catch(() => false);
    status.textContent = words().t(done ? 'reportThanks' : 'reportFailed');
    sendButton.disabled = done;
  }
}
