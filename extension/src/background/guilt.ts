/** What a dangerous verdict condemns: the whole host, or the one link only. */
import { isDangerous } from '../shared/rules';
import type { StoredVerdict } from '../shared/verdict';
import { blockAll, releaseLocal } from './block-set';

/** Rules that look at the host, its age or a page on it; of others, such as a file's ending, the host may know nothing. */
const ABOUT_HOST = /^(?:age|host|page|form|wording)\.|^chat\.paid-and-imitation$/;

/** True when the danger is the host's own: any stranger can write a link to a file on somebody's honest site. */
export function condemnsHost({ level, reasons }: StoredVerdict): boolean {
  return level === 'danger' && reasons.some((reason) => ABOUT_HOST.test(reason.id) && isDangerous(reason));
}

/** Block the hosts that their verdicts condemn; the server's word ends blocks that were set without it, and age all. */
export async function settle(verdicts: readonly (readonly [host: string, verdict: StoredVerdict])[]): Promise<void> {
  await blockAll(new Map(verdicts.filter(([, verdict]) => condemnsHost(verdict))));
  await releaseLocal(verdicts.filter(([, verdict]) => !verdict.unavailable && !condemnsHost(verdict)).map(([host]) => host));
}
