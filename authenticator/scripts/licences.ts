import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

interface Part {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  readonly text: string;
}

type Bundle = Parameters<Extract<NonNullable<Plugin['generateBundle']>, (...given: never[]) => unknown>>[1];

interface PackageJson {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
}

const app = (path: string): string => new URL(`../${path}`, import.meta.url).pathname;
const read = (path: string): string => readFileSync(app(path), 'utf8').trim();
const packageAt = (folder: string): PackageJson => JSON.parse(read(`${folder}/package.json`)) as PackageJson;

/**
 * Writes `licences.json`: the app, and every package and file of somebody else that is really in this build, with the
 * text of its licence. What is shipped is taken from the bundle itself, versions and licences from the packages; the
 * build fails where a text or an owner is missing, so that nothing is shipped without its licence.
 */
export function licences(): { readonly page: Plugin; readonly workers: Plugin } {
  const packages = new Set<string>();
  const collect = (bundle: Bundle): void => {
    for (const output of Object.values(bundle)) {
      for (const id of output.type === 'chunk' ? Object.keys(output.modules) : []) {
        const found = /.*\/node_modules\/((?:@[^/]+\/)?[^/?]+)/u.exec(id.replaceAll('\\', '/'))?.[1];
        if (found !== undefined) {
          packages.add(found);
        }
      }
    }
  };
  return {
    // Workers are bundled while the page is, and before its bundle is generated.
    workers: {
      name: 'countersign-licences-of-workers',
      generateBundle: (_options, bundle) => {
        collect(bundle);
      },
    },
    page: {
      name: 'countersign-licences',
      apply: 'build',
      generateBundle(_options, bundle) {
        collect(bundle);
        const files = Object.values(bundle).flatMap((output) => (output.type === 'asset' ? output.names : []));
        const parts = [
          self(),
          ...[...packages].sort().map(ofPackage),
          ...files.filter((name) => /\.(?:woff2?|wasm|ttf)$/u.test(name)).map(ofFile),
        ];
        this.emitFile({ type: 'asset', fileName: 'licences.json', source: JSON.stringify(parts) });
      },
    },
  };
}

function self(): Part {
  const { version, license = '' } = packageAt('.');
  return { name: 'Countersign', version, licence: license, text: read('../LICENSE') };
}

function ofPackage(name: string): Part {
  const folder = `node_modules/${name}`;
  const { version, license } = packageAt(folder);
  const file = readdirSync(app(folder)).find((candidate) => /^licen[cs]e(?:\.(?:md|txt))?$/iu.test(candidate));
  if (license === undefined || file === undefined) {
    throw new Error(`${name} is shipped, but its licence is not in its package`);
  }
  return { name, version, licence: license, text: read(join(folder, file)) };
}

/** Files that hold somebody else's work: a font, and a program that a package has compiled in. */
function ofFile(name: string): Part {
  if (name.startsWith('inter-')) {
    const { version, license = '' } = packageAt('node_modules/@fontsource-variable/inter');
    return { name: 'Inter', version, licence: license, text: read('src/ui/inter-LICENSE.txt') };
  }
  if (name === 'zxing_reader.wasm') {
    const share = read('node_modules/zxing-wasm/dist/es/share.js');
    // The package names the commit that it compiled; ZXing-C++ is under the same licence as this project.
    const version = /"([0-9a-f]{40})"/u.exec(share)?.[1];
    if (version !== undefined && existsSync(app('../LICENSE'))) {
      return { name: 'ZXing-C++', version: version.slice(0, 12), licence: 'Apache-2.0', text: read('../LICENSE') };
    }
  }
  throw new Error(`${name} is shipped, but scripts/licences.ts does not know whose it is`);
}
