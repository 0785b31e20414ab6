"""Lua scripts of the Redis cache store. Redis runs each one atomically, on its own clock, in microseconds.

A result is a hash. Each tag has a generation, which changes with each write that has the tag, and a sorted
set of the writes in progress, scored by the end of their lease. The keys of FIND and PUT are the result, the
generations of its tags and the writers of its tags; those of INVALIDATE are generations and writers.

A result is valid while its tags have the generations that they had when its request was sent. If a generation
is missing, e.g. because Redis has evicted it, the result is not valid.
"""

__all__ = ["FIND", "INVALIDATE", "PUT"]

_PRELUDE = """
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local tags = (#KEYS - 1) / 2
for i = tags + 2, #KEYS do
  redis.call('ZREMRANGEBYSCORE', KEYS[i], '-inf', now)
  if redis.call('EXISTS', KEYS[i]) == 1 then return {} end
end
"""

FIND = (
    _PRELUDE
    + """
local fresh, ttl, new, life = ARGV[1], tonumber(ARGV[2]), ARGV[3], ARGV[4]
local generations = {}
for i = 2, tags + 1 do generations[i - 1] = redis.call('GET', KEYS[i]) or new end
local generation = table.concat(generations, ' ')
if fresh == '0' then
  local there = redis.call('HMGET', KEYS[1], 'generation', 'number', 'status', 'headers', 'body')
  if there[1] == generation and now - there[2] < ttl then return {'hit', there[3], there[4], there[5]} end
end
for i = 2, tags + 1 do redis.call('SET', KEYS[i], generations[i - 1], 'PX', life) end
return {'miss', generation, string.format('%.0f', now)}
"""
)
"""ARGV: 1 for a fresh read, its TTL, a new generation, the TTL (ms) of generations.

Returns nothing during a write; `hit` with status, headers and body; or `miss` with the generation and the
number of a read that is sent from now on.
"""

PUT = (
    _PRELUDE
    + """
local generation, number, ttl = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local generations = {}
for i = 2, tags + 1 do generations[i - 1] = redis.call('GET', KEYS[i]) or '' end
if table.concat(generations, ' ') ~= generation then return {} end
local there = redis.call('HGET', KEYS[1], 'number')
if there and tonumber(there) > number then return {} end
redis.call('HSET', KEYS[1], 'generation', generation, 'number', ARGV[2],
           'status', ARGV[4], 'headers', ARGV[5], 'body', ARGV[6])
-- A TTL that is over deletes it at once.
redis.call('PEXPIRE', KEYS[1], math.floor((ttl - (now - number)) / 1000))
return {}
"""
)
"""ARGV: the generation and the number of the read, its TTL, then status, headers and body of the response."""

INVALIDATE = """
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local new, life, lease, step = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
local tags = #KEYS / 2
for i = 1, tags do
  redis.call('SET', KEYS[i], new, 'PX', life)
  if step == 'begin' then
    redis.call('ZADD', KEYS[tags + i], now + lease * 1000, ARGV[5])
    redis.call('PEXPIRE', KEYS[tags + i], lease)
  else
    redis.call('ZREM', KEYS[tags + i], unpack(ARGV, 5))
  end
end
return {}
"""
"""ARGV: a new generation, its TTL (ms), the lease (ms) of a write, `begin` or `end`, the ids of writes."""
