// One source, two stores: dist/chrome and dist/firefox. `--test` adds dist/chrome-test and dist/firefox-test,
// which carry timing marks and, in Chromium, a fixed id; nothing of that is in the store builds.
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ROOT = dirname(fileURLToPath(import.meta.url));
const PAGES = ['warning', 'popup', 'options'];
// A public key alone: it fixes the id of the unpacked test build, and nobody holds its private half.
const TEST_KEY =
  'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAzhEdtQZQWBlwGjWVULGa3/RtGkCrkYB/zM5coPg1NpkfSmxDkrZzf3qf8DS5nqABhwS8W3YIouYo81penKtKbvFgRGWtpUqtBNGjNo+vQrLMoQ3fnS1/QKAIyOCfN3ZHU9BUaNY9Y47ftR7eqLPErdAUSaxZoWbZpYYXHxq6QZ2FNxxbpFtv1HT0zXKmsOtDdlqePoXkPs3To9M9k4h0tGR8rz8QFJfwMpdAwQz1860i8CpFvPfxaz+Diez+xxykTI/J4P8WNMMlwtjNx3++k8CqKiRVDGsXy1w1WibtGvd3A3cLqSS4tXkQqboJ+t2Ttzd4UT5sOqHaUhdifnJhHwIDAQAB';

const MODEL = 'src/generated/model.json';

const readJson = async (name) => JSON.parse(await readFile(join(ROOT, name), 'utf8'));

// Where only a known brand speaks no form is looked at; near hosts on which anybody writes the background decides.
async function ownPages() {
  const brands = await readJson('src/generated/brands.json');
  const open = brands.flatMap((brand) => brand.open);
  const related = (one, other) => one === other || one.endsWith(`.${other}`) || other.endsWith(`.${one}`);
  const closed = brands.flatMap((brand) => brand.domains).filter((domain) => !open.some((host) => related(domain, host)));
  return closed.map((domain) => `*://*.${domain}/*`);
}

// A model of other features would judge wrongly, in silence.
async function checkModel() {
  const [model, reads] = [await readJson(MODEL), await readJson('src/judge/model-schema.json')];
  for (const part of ['protocol', 'schema'])
    if (model[part] !== reads[part])
      throw new Error(`${MODEL} has ${part} ${model[part]}, src/judge reads ${part} ${reads[part]}. Promote a model of this release and run: sverka export`);
}

// Pages and content scripts are loaded often; they ask the background.
function keepInBackground({ outputs }) {
  for (const [file, { inputs }] of Object.entries(outputs))
    if (MODEL in inputs && !file.endsWith('background.js')) throw new Error(`${file} would carry ${MODEL}: only the background may import src/judge/model.ts`);
}

async function manifest(browser, test) {
  const { version } = await readJson('package.json');
  const parts = [await readJson('manifest.base.json'), await readJson(`manifest.${browser}.json`)];
  const merged = Object.assign({}, ...parts, { version });
  const own = await ownPages();
  const everywhere = ({ js }) => js.some((file) => file !== 'chat.js');
  merged.content_scripts = merged.content_scripts.map((part) => (everywhere(part) ? { ...part, exclude_matches: own } : part));
  return test && browser === 'chrome' ? { ...merged, key: TEST_KEY } : merged;
}

async function scripts(outdir, test) {
  const common = {
    absWorkingDir: ROOT,
    outdir,
    bundle: true,
    metafile: true,
    minify: !test,
    charset: 'utf8',
    target: ['chrome123', 'firefox140'],
    define: { __TEST__: String(test) },
    logLevel: 'warning',
  };
  const built = await Promise.all([
    build({
      ...common,
      format: 'iife',
      entryPoints: { chat: 'src/content/chat/index.ts', early: 'src/content/form/early.ts', form: 'src/content/form/index.ts' },
    }),
    build({
      ...common,
      format: 'esm',
      entryPoints: {
        background: 'src/background/index.ts',
        ...Object.fromEntries(PAGES.map((page) => [page, `src/pages/${page}/${page}.ts`])),
      },
    }),
  ]);
  for (const { metafile } of built) keepInBackground(metafile);
}

async function bundle(browser, test) {
  const outdir = join(ROOT, 'dist', test ? `${browser}-test` : browser);
  await rm(outdir, { recursive: true, force: true });
  await mkdir(outdir, { recursive: true });
  await Promise.all([
    scripts(outdir, test),
    cp(join(ROOT, '_locales'), join(outdir, '_locales'), { recursive: true }),
    cp(join(ROOT, 'icons'), join(outdir, 'icons'), { recursive: true, filter: (path) => !path.endsWith('.svg') }),
    cp(join(ROOT, 'src/pages/page.css'), join(outdir, 'page.css')),
    ...PAGES.map((page) => cp(join(ROOT, `src/pages/${page}/${page}.html`), join(outdir, `${page}.html`))),
    writeFile(join(outdir, 'manifest.json'), `${JSON.stringify(await manifest(browser, test), null, 2)}\n`),
  ]);
}

const modes = process.argv.includes('--test') ? [false, true] : [false];
const started = performance.now();
await checkModel();
await Promise.all(modes.flatMap((test) => ['chrome', 'firefox'].map((browser) => bundle(browser, test))));
console.log(`built ${modes.length * 2} extensions in ${Math.round(performance.now() - started)} ms`);
