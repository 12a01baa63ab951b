/** Whether a document that asked something is still there: it answers when it is asked itself. */
import { STILL_THERE } from '../shared/messages';
import { api } from '../shared/platform';

/** A page may keep its frame too busy to answer. */
const ANSWER_MS = 500;
/** What browsers say when nobody is there, or goes before answering. */
const GONE = /receiving end does not exist|port closed before|message channel closed/i;

/** False once the document, or its frame, is gone; true in doubt, because a trap must not get away by silence. */
export async function stillStands(tabId: number, document: chrome.tabs.MessageSendOptions): Promise<boolean> {
  const answered = api.tabs.sendMessage(tabId, { type: STILL_THERE }, document).then(
    () => true,
    (error: unknown) => !GONE.test(String(error)),
  );
  return Promise.race([answered, new Promise<true>((resolve) => setTimeout(() => resolve(true), ANSWER_MS))]);
}
