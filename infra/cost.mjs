// What the product costs a month, as a Markdown table. Usage: node infra/cost.mjs [inputs.json]
// Inputs are what benchmarks measured, what is assumed of the wallets, and the prices of a region; see cost.json for every one of them.
import { readFileSync } from 'node:fs';

const file = process.argv[2] ?? new URL('./cost.json', import.meta.url);
const { measured, assumed, scales, settings, prices } = JSON.parse(readFileSync(file, 'utf8'));

const round = value => Math.round(value).toLocaleString('en-US');
const money = value => (value < 10 ? value.toFixed(2) : round(value));

// The case in which everything changed writes every position and every price; one write costs the same share of it either way.
const unitsPerWrite = (measured.unitsEverythingChanged - measured.unitsUnchanged) / (2 * measured.positions);

function database(scale, units, peakPerSecond) {
  const gigabytes = (scale.wallets * assumed.kilobytesPerWallet + scale.assets * assumed.kilobytesPerAsset) / 1e6;
  const serverless = peakPerSecond <= prices.serverlessMaxUnitsPerSecond ? (units / 1e6) * prices.serverlessPerMillionUnits : Infinity;
  const billed = Math.max(peakPerSecond, prices.autoscaleMinimumUnitsPerSecond * prices.autoscaleSmallest);
  const autoscale = (billed / 100) * prices.autoscalePerHundredUnitsPerSecondHour * assumed.hoursPerMonth;
  return {
    capacity: serverless <= autoscale ? 'serverless' : 'autoscale',
    cost: Math.min(serverless, autoscale) + gigabytes * prices.databasePerGigabyteMonth,
    gigabytes,
  };
}

function functions(runs) {
  const gigabyteSeconds = (runs / measured.runsPerSecondAndInstance) * settings.instanceGigabytes;
  const executions = runs * measured.messages;
  const ready = settings.alwaysReadyInstances * settings.instanceGigabytes * assumed.hoursPerMonth * 3600;
  return Math.max(0, gigabyteSeconds - prices.functionsFreeGigabyteSeconds) * prices.functionsPerGigabyteSecond
    + (Math.max(0, executions - prices.functionsFreeExecutions) / 1e6) * prices.functionsPerMillionExecutions
    + ready * prices.alwaysReadyPerGigabyteSecond;
}

function logs(runs) {
  const sampled = (runs / measured.runsPerSecondAndInstance) * settings.logItemsPerSecond;
  const items = Math.min(runs * measured.logItemsPerRun, sampled);
  return Math.max(0, (items * assumed.kilobytesPerLogItem) / 1e6 - prices.logsFreeGigabytes) * prices.logsPerGigabyte;
}

function estimate(scale) {
  const runs = scale.wallets * assumed.hoursPerMonth;
  const unitsPerHour = scale.wallets * (measured.unitsUnchanged + assumed.changedRuns * assumed.changedPositions * unitsPerWrite)
    + scale.assets * assumed.priceUpdatesPerHour * unitsPerWrite;
  const perSecond = (unitsPerHour / 3600) * assumed.peakToAverage;
  const stored = database(scale, unitsPerHour * assumed.hoursPerMonth, perSecond);
  const parts = {
    database: stored.cost,
    functions: functions(runs),
    queues: ((runs * measured.messages * assumed.operationsPerMessage) / 1e4) * prices.queuePerTenThousandOperations,
    redis: prices.redisPerMonth[scale.redis],
    logs: logs(runs),
  };
  const total = Object.values(parts).reduce((sum, part) => sum + part, 0);
  return { ...scale, redisSize: scale.redis, ...parts, capacity: stored.capacity, gigabytes: stored.gigabytes, perSecond, total, perThousand: (total / scale.wallets) * 1000, calls: runs };
}

const rows = scales.map(estimate);
const line = (name, cell) => `| ${name} | ${rows.map(cell).join(' | ')} |`;
console.log([
  line(`${prices.currency} a month`, row => `${round(row.wallets)} wallets`),
  `|---|${rows.map(() => '---:').join('|')}|`,
  line('database', row => `${money(row.database)} (${row.capacity})`),
  line('functions', row => money(row.functions)),
  line('queues', row => money(row.queues)),
  line('Redis', row => `${money(row.redis)} (${row.redisSize})`),
  line('logs', row => money(row.logs)),
  line('**all**', row => `**${money(row.total)}**`),
  line('per 1,000 wallets', row => money(row.perThousand)),
  line('request units per second at the peak', row => round(row.perSecond)),
  line('database size in GB', row => money(row.gigabytes)),
  line('provider calls a month, not in the sum', row => round(row.calls)),
].join('\n'));
