"""What Redis does for the cache, each script whole or not at all, on the clock of Redis, in microseconds.

An answer is a hash. Each tag has a generation, which is another after each write that touches it, and the
set of writers that are under way, scored by when they are given up. The keys of FIND and KEEP are the answer,
its tags, and the writers of its tags; those of TOUCH are tags and their writers.

An answer counts while its tags have the generations that they had when its read began. A generation that is
gone, e.g. because Redis needed the room, equals none: then the answer counts no more.
"""

__all__ = ["FIND", "KEEP", "TOUCH"]

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
"""ARGV: 1 for a fresh read, its TTL, a new generation, how long (ms) generations are kept.

Answers nothing where a write is under way; `hit` with status, headers and body; or `miss` with the
generation of what is read from now on, and its number.
"""

KEEP = (
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
-- A time that is over drops it at once.
redis.call('PEXPIRE', KEYS[1], math.floor((ttl - (now - number)) / 1000))
return {}
"""
)
"""ARGV: the generation and the number of the read, its TTL, status, headers and body of its answer."""

TOUCH = """
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local new, life, lease, what = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
local tags = #KEYS / 2
for i = 1, tags do
  redis.call('SET', KEYS[i], new, 'PX', life)
  if what == 'begin' then
    redis.call('ZADD', KEYS[tags + i], now + lease * 1000, ARGV[5])
    redis.call('PEXPIRE', KEYS[tags + i], lease)
  else
    redis.call('ZREM', KEYS[tags + i], unpack(ARGV, 5))
  end
end
return {}
"""
"""ARGV: a new generation, how long (ms) it is kept, the lease (ms) of a writer, `begin` or `end`, writers."""
