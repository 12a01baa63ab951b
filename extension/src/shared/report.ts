/** The exact body of a report, made in one place so that the preview shows what is sent. */
import type { ReportRequest } from './api-types';
import type { StoredVerdict } from './verdict';

export type ReportKind = 'scam' | 'false-alarm';

/** `url` must be redacted already. */
export function reportBody(kind: ReportKind, url: string, verdict: StoredVerdict | null): ReportRequest {
  if (verdict === null || verdict.unavailable) return { kind, url };
  return { kind, url, level: verdict.level, reasons: verdict.reasons.map((reason) => reason.id) };
}
