// Writes the two tables that the rules on spam read, into src/AssetFunctions.Sync/Assets:
//   node infra/assets.mjs known src/local/Providers/Data/tokens.tsv > src/AssetFunctions.Sync/Assets/KnownAssets.tsv
//   node infra/assets.mjs confusables confusables.txt > src/AssetFunctions.Sync/Assets/LookAlikes.tsv
// confusables.txt is that of https://www.unicode.org/Public/security/; the first line of the table names its version.
import { readFileSync } from 'node:fs';

const symbolsPerNetwork = 200;

// Bridged forms that the list of tokens lacks.
const more = [
  ['base', '0xfde4C96c8593536E31F229EA8f37b2ADa2699bb2', 'USDT'],
  ['polygon', '0x2791Bca1f2de4661ED88A30C99A7a9449Aa84174', 'USDC'],
  ['polygon', '0x7ceB23fD6bC0adD59E62ac25578270cFf1b9f619', 'WETH'],
];

const [table, file] = process.argv.slice(2);
const lines = readFileSync(file, 'utf8').replace(/^\uFEFF/, '').split('\n');
console.log((table === 'known' ? known(lines) : confusables(lines)).join('\n'));

// What is listed on most networks is known best; the symbol decides between equals, so that the table is the same every time.
function known(rows) {
  const tokens = rows.slice(1).filter(row => row).map(row => row.split('\t')).map(([network, address, symbol, name]) => [network, address, symbol, name.trim()]);
  const networks = new Map();
  for (const [network, , symbol] of tokens) {
    networks.set(symbol, (networks.get(symbol) ?? new Set()).add(network));
  }

  const best = (left, right) => networks.get(right).size - networks.get(left).size || (left < right ? -1 : 1);
  const kept = new Map([...new Set(tokens.map(([network]) => network))].map(network =>
    [network, new Set([...new Set(tokens.filter(token => token[0] === network).map(token => token[2]))].sort(best).slice(0, symbolsPerNetwork))]));
  return [...tokens.filter(([network, , symbol]) => kept.get(network).has(symbol)), ...more].map(row => row.join('\t')).sort();
}

// Characters by the ASCII letters and digits they pass for: marks of the prototype are dropped, other prototypes are of no use to a reader of Latin.
function confusables(rows) {
  const byText = new Map();
  for (const row of rows) {
    const [from, to] = row.split('#')[0].split(';').map(cell => cell.trim());
    const text = to && String.fromCodePoint(...to.split(' ').map(code => parseInt(code, 16))).replace(/\p{M}/gu, '').replace('rn', 'm');
    if (text && /^[A-Za-z0-9]+$/.test(text) && parseInt(from, 16) > 0x7f) {
      byText.set(text, (byText.get(text) ?? '') + String.fromCodePoint(parseInt(from, 16)));
    }
  }

  const version = rows.find(row => row.startsWith('# Version:')).slice(2);
  return [`# Unicode confusables, ${version.trim()}`, ...[...byText].map(([text, characters]) => `${text}\t${characters}`).sort()];
}
