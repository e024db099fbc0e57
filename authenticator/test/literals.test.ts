import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../src', import.meta.url));
/** Attributes and properties whose value somebody reads or hears. */
const READ =
  /^(?:aria-(?:label|description|placeholder|roledescription|valuetext)|title|placeholder|alt|label|hint|words|legend|name|body|textContent|innerText)$/u;
const WORD = /\p{L}{2}/u;
/** Two words after each other, or a capital at the start: not the form of a key, a class or a path. */
const PROSE = /^\p{Lu}\p{Ll}+(?:[ .!?…]|$)|\p{L}+ \p{Ll}+ \p{L}+/u;

/** The words in a source file that a person would see, though they are in no catalogue. */
function literals(name: string, source: string): string[] {
  const found: string[] = [];
  const file = ts.createSourceFile(name, source, ts.ScriptTarget.ES2022, true, ts.ScriptKind.TSX);
  const visit = (node: ts.Node): void => {
    if (ts.isJsxText(node) && WORD.test(node.text)) {
      found.push(node.text.trim());
    }
    if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node)) {
      if (seen(node) && WORD.test(node.text)) {
        found.push(node.text);
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** Whether a string is shown: as a child of an element, or as what a readable attribute or property holds. */
function seen(literal: ts.Node): boolean {
  let node = literal;
  for (let { parent } = node; ; node = parent, { parent } = parent) {
    if (ts.isJsxExpression(parent)) {
      return ts.isJsxAttribute(parent.parent) ? readAttribute(parent.parent) : true;
    }
    if (ts.isJsxAttribute(parent)) {
      return readAttribute(parent);
    }
    if (ts.isPropertyAssignment(parent)) {
      return (
        parent.initializer === node &&
        READ.test(parent.name.getText().replace(/['"]/gu, '')) &&
        PROSE.test((literal as ts.StringLiteralLike).text)
      );
    }
    if (ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
      return ts.isPropertyAccessExpression(parent.left) && READ.test(parent.left.name.text);
    }
    const within =
      ts.isParenthesizedExpression(parent) ||
      ts.isTemplateExpression(parent) ||
      (ts.isConditionalExpression(parent) && parent.condition !== node) ||
      (ts.isBinaryExpression(parent) &&
        [
          ts.SyntaxKind.PlusToken,
          ts.SyntaxKind.AmpersandAmpersandToken,
          ts.SyntaxKind.BarBarToken,
          ts.SyntaxKind.QuestionQuestionToken,
        ].includes(parent.operatorToken.kind));
    if (!within) {
      return false;
    }
  }
}

/** The names of icons and inputs are not shown. */
function readAttribute(attribute: ts.JsxAttribute): boolean {
  const name = attribute.name.getText();
  const element = attribute.parent.parent.tagName.getText();
  return READ.test(name) && !(name === 'name' && (element === 'Icon' || element === 'input'));
}

/** What is the same in every language: the product's name for the browser, and the class of an error. */
const NAMES = new Set(['platform/biometric.ts: Countersign', 'core/errors.ts: AppError']);

describe('words stand in the catalogues', () => {
  it.each([
    ['<p>Hello there</p>', 'Hello there'],
    ["<p>{'Hello'}</p>", 'Hello'],
    ["<p>{late ? 'Too late' : texts.name}</p>", 'Too late'],
    ['<p>{`Hello ${name}`}</p>', 'Hello '],
    ['<button aria-label="Close" />', 'Close'],
    ['<button title={open && "Close it"} />', 'Close it'],
    ["show({ body: 'Open the app' })", 'Open the app'],
    ["field.textContent = 'Hello'", 'Hello'],
  ])('finds them in %s', (source, words) => {
    expect(literals('planted.tsx', source)).toEqual([words]);
  });

  it.each(['<p class="quiet small">{texts.name}</p>', "<Icon name={'a' + 1} />", '<p>{one} · {other} – 2</p>'])(
    'finds none in %s',
    (source) => {
      expect(literals('planted.tsx', source)).toEqual([]);
    },
  );

  it('and nowhere else in the sources', () => {
    const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
      (name) => /\.tsx?$/u.test(name) && !name.endsWith('.test.ts') && !name.startsWith('texts/'),
    );
    expect(files.length).toBeGreaterThan(80);
    const found = files.flatMap((name) =>
      literals(name, readFileSync(join(root, name), 'utf8')).map((words) => `${name}: ${words}`),
    );
    expect(found.filter((words) => !NAMES.has(words))).toEqual([]);
  });
});
