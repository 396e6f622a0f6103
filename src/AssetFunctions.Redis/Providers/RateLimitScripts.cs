namespace AssetFunctions.Redis.Providers;

/// <summary>
/// The rules of <see cref="Sync.Providers.LocalRateLimiter"/> as scripts over one hash per provider. Times are milliseconds since 1970. An empty
/// argument means no limit.
/// </summary>
static class RateLimitScripts
{
    const string Shared = """
        local function number(field, default) return tonumber(redis.call('HGET', KEYS[1], field) or default) or default end
        local now = tonumber(ARGV[1])
        if not now then
          local time = redis.call('TIME')
          now = time[1] * 1000 + math.floor(time[2] / 1000)
        end
        local function factor(recovery)
          local slowed = number('factor', 1)
          return math.min(1, slowed + (1 - slowed) * math.max(0, (now - number('slowed', 0)) / recovery))
        end

        """;

    // The hash expires after 32 days, later than the longest budget.
    public const string Acquire = Shared + """
        local perSecond, burst, perDay, perMonth = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
        local maxWait, recovery = tonumber(ARGV[6]), tonumber(ARGV[7])
        local function civil(days)
          local z = days + 719468
          local era = math.floor(z / 146097)
          local doe = z - era * 146097
          local yoe = math.floor((doe - math.floor(doe / 1460) + math.floor(doe / 36524) - math.floor(doe / 146096)) / 365)
          local doy = doe - (365 * yoe + math.floor(yoe / 4) - math.floor(yoe / 100))
          local mp = math.floor((5 * doy + 2) / 153)
          return doy - math.floor((153 * mp + 2) / 5) + 1
        end
        local dayLength = 86400000
        local today = math.floor(now / dayLength)
        local month = today - civil(today) + 1
        local nextMonth = month + 32 - civil(month + 32) + 1
        local dayCalls = number('day', -1) == today and number('dayCalls', 0) or 0
        local monthCalls = number('month', -1) == month and number('monthCalls', 0) or 0
        local held = number('held', 0)
        if held - now > maxWait then return {'hold', held - now} end
        if perMonth and monthCalls >= perMonth then return {'month', nextMonth * dayLength - now} end
        if perDay and dayCalls >= perDay then return {'day', (today + 1) * dayLength - now} end
        local start = math.max(now, held)
        local wait = start - now
        if perSecond then
          local rate = perSecond * factor(recovery) / 1000
          local filledAt = number('filled', 0)
          local left = math.min(burst, number('tokens', burst) + math.max(0, start - filledAt) * rate) - 1
          if left < 0 then wait = wait + math.ceil(-left / rate) end
          if wait > maxWait then return {'second', wait} end
          redis.call('HSET', KEYS[1], 'tokens', left, 'filled', math.max(start, filledAt))
        end
        redis.call('HSET', KEYS[1], 'day', today, 'dayCalls', dayCalls + 1, 'month', month, 'monthCalls', monthCalls + 1)
        redis.call('EXPIREAT', KEYS[1], redis.call('TIME')[1] + 2764800)
        return {'granted', wait}
        """;

    public const string Hold = Shared + """
        local duration, slowDown, minFactor = tonumber(ARGV[2]), ARGV[3] == '1', tonumber(ARGV[4])
        local interval, recovery = tonumber(ARGV[5]), tonumber(ARGV[6])
        redis.call('HSET', KEYS[1], 'held', math.max(number('held', 0), now + duration))
        if slowDown and now - number('slowed', 0) >= interval then
          redis.call('HSET', KEYS[1], 'factor', math.max(minFactor, factor(recovery) / 2), 'slowed', now)
        end
        redis.call('EXPIREAT', KEYS[1], redis.call('TIME')[1] + 2764800)
        return 1
        """;
}
