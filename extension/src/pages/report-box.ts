/** A report with a preview: first see what would be sent, then send it, then read what became of it. */
import type { ReportRequest } from '../shared/api-types';
import { send } from '../shared/messages';
import { byId, type Words } from './text';

/** `unlisted`: this is a private window. Wire `#report`, `#report-preview`, `#report-send` and `#report-status`. */
export function reportBox(words: () => Words, body: () => ReportRequest | null, unlisted: () => boolean): void {
  const sendButton = byId<HTMLButtonElement>('report-send');
  const status = byId('report-status');
  byId('report').addEventListener('click', () => {
    byId('report-preview').textContent = JSON.stringify(body(), null, 2);
    byId('report-box').hidden = false;
    status.textContent = '';
    sendButton.disabled = false;
    sendButton.focus();
  });
  sendButton.addEventListener('click', () => void deliver());

  async function deliver(): Promise<void> {
    const report = body();
    if (report === null) return;
    sendButton.disabled = true;
    status.textContent = words().t('sending');
    const done = await send('report/send', { report, unlisted: unlisted() }).catch(() => false);
    status.textContent = words().t(done ? 'reportThanks' : 'reportFailed');
    sendButton.disabled = done;
  }
}
