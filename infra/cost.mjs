// What the product costs a month, as a Markdown table. Usage: node infra/cost.mjs [inputs.json]
// Inputs are what benchmarks measured, what is assumed of wallets and instances, limits of the services, and the prices of a region; see cost.json.
import { readFileSync } from 'node:fs';

const file = process.argv[2] ?? new URL('./cost.json', import.meta.url);
const { measured, assumed, scales, settings, limits, prices } = JSON.parse(readFileSync(file, 'utf8'));

const round = value => Math.round(value).toLocaleString('en-US');
const money = value => (value < 10 ? value.toFixed(2) : round(value));

function database(scale, units, peakPerSecond) {
  const gigabytes = (scale.wallets * assumed.kilobytesPerWallet + scale.assets * assumed.kilobytesPerAsset) / 1e6;
  const serverless = peakPerSecond <= limits.serverlessUnitsPerSecond ? (units / 1e6) * prices.serverlessPerMillionUnits : Infinity;
  const billed = Math.max(peakPerSecond, prices.autoscaleMinimumUnitsPerSecond * prices.autoscaleSmallest);
  const autoscale = (billed / 100) * prices.autoscalePerHundredUnitsPerSecondHour * assumed.hoursPerMonth;
  return {
    capacity: serverless <= autoscale ? 'serverless' : 'autoscale',
    cost: Math.min(serverless, autoscale) + gigabytes * prices.databasePerGigabyteMonth,
    gigabytes,
  };
}

const instanceSeconds = runs => runs / assumed.runsPerSecondAndInstance;

// An instance is billed while it executes anything, and for a second at least; executions of one tick share that second. Timers come alone.
function functions(runs) {
  const timers = settings.timerExecutionsPerHour * assumed.hoursPerMonth;
  const executions = runs * measured.messages;
  const shortest = (executions / assumed.executionsAtOnce) * limits.secondsPerExecution;
  const seconds = Math.max(instanceSeconds(runs), shortest) + timers * limits.secondsPerExecution;
  const ready = settings.alwaysReadyInstances * settings.instanceGigabytes * assumed.hoursPerMonth * 3600;
  return Math.max(0, seconds * settings.instanceGigabytes - prices.functionsFreeGigabyteSeconds) * prices.functionsPerGigabyteSecond
    + (Math.max(0, executions + timers - prices.functionsFreeExecutions) / 1e6) * prices.functionsPerMillionExecutions
    + ready * prices.alwaysReadyPerGigabyteSecond;
}

function instances(perHour) {
  const peak = Math.ceil(instanceSeconds(perHour / 3600) * assumed.peakToAverage) + settings.alwaysReadyInstances;
  return {
    instances: peak,
    maximum: Math.max(settings.smallestMaximumInstances, Math.ceil(peak * assumed.largestShareOfOneFunction)),
    quota: (peak * settings.instanceGigabytes * 1024) / limits.megabytesOfRegion,
  };
}

// A container's autoscale maximum comes in steps. What runs need is all taken for that of wallets, the container they read and write the most.
function walletsThroughput(capacity, peakPerSecond) {
  const needed = Math.ceil(peakPerSecond / limits.throughputStep) * limits.throughputStep;
  return capacity === 'serverless' ? null : Math.max(settings.smallestWalletsThroughput, needed);
}

// Traces are all kept, requests are sampled.
function logGigabytes(runs) {
  const requests = Math.min(runs * measured.messages, instanceSeconds(runs) * settings.sampledItemsPerSecond);
  return ((runs * assumed.tracesPerRun + requests) * assumed.kilobytesPerLogItem) / 1e6;
}

function estimate(scale) {
  const runs = scale.wallets * assumed.hoursPerMonth;
  const unitsOfRuns = scale.wallets * (measured.unitsUnchanged + assumed.changedRuns * (measured.unitsChanged - measured.unitsUnchanged));
  const unitsPerHour = unitsOfRuns + scale.assets * settings.priceUpdatesPerHour * measured.unitsPerPrice;
  const peak = perHour => (perHour / 3600) * assumed.peakToAverage;
  const perSecond = peak(unitsPerHour);
  const stored = database(scale, unitsPerHour * assumed.hoursPerMonth, perSecond);
  const parts = {
    database: stored.cost,
    functions: functions(runs),
    queues: ((runs * measured.messages * assumed.operationsPerMessage) / 1e4) * prices.queuePerTenThousandOperations,
    redis: prices.redisPerMonth[scale.redis],
    logs: Math.max(0, logGigabytes(runs) - prices.logsFreeGigabytes) * prices.logsPerGigabyte,
  };
  const total = Object.values(parts).reduce((sum, part) => sum + part, 0);
  // The day of the most logs is an average one: schedules are even over days. A fifth on top is for retries.
  const quotaGigabytes = Math.ceil((logGigabytes(runs) / (assumed.hoursPerMonth / 24)) * 1.2);
  return { ...scale, redisSize: scale.redis, ...parts, ...instances(scale.wallets), quotaGigabytes, capacity: stored.capacity, throughput: walletsThroughput(stored.capacity, peak(unitsOfRuns)), gigabytes: stored.gigabytes, perSecond, total, perThousand: (total / scale.wallets) * 1000, calls: runs };
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
  line('`databaseMaxThroughput` of `wallets` to set, at least', row => (row.throughput === null ? '–' : round(row.throughput))),
  line('database size in GB', row => money(row.gigabytes)),
  line('instances at the peak, of all functions', row => round(row.instances)),
  line('share of the memory a region gives a subscription', row => `${round(row.quota * 100)}%`),
  line('`maximumInstances` to set', row => round(row.maximum)),
  line('`logDailyQuotaGb` to set, at least', row => round(Math.max(1, row.quotaGigabytes))),
  line('provider calls a month, not in the sum', row => round(row.calls)),
].join('\n'));
