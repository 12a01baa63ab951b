/** A link to a program for Android, as `apk_file` of signals/chat.py. */
import { unquoted } from './address';
import type { Params, View } from './view';

const PACKAGE = /\.(?:apk|apks|apkm|xapk)\/*$/;
/** Stores that check programs before they offer them. */
const APP_STORES = ['rustore.ru', 'play.google.com', 'apps.apple.com', 'appgallery.huawei.com', 'galaxystore.samsung.com', 'apps.samsung.com'];

/** The link is such a program, outside the domains of known organisations. */
export function apkFile({ address, trusted }: View): Params | null {
  const { host } = address;
  if (trusted || APP_STORES.some((store) => host === store || host.endsWith(`.${store}`))) return null;
  return PACKAGE.test(unquoted(address.path.toLowerCase()).toLowerCase()) ? { host: address.hostUnicode } : null;
}
