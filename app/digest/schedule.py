"""When a subscriber's mail is due: at his hour on his weekday in his time zone, and for three days after, should the machine have slept."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from app.digest.subscribers import Subscriber, zone_of

_GRACE = timedelta(hours=72)


def due_issue(who: Subscriber, now: datetime) -> date | None:
    """Return the day of the issue that is due to a subscriber, or None: not yet, too long ago, paused, or before he came."""
    wishes = who.wishes
    if who.state != "active" or wishes.paused or who.since is None:
        return None
    zone = zone_of(wishes)
    local = now.astimezone(zone)
    day = local.date() - timedelta(days=(local.weekday() - wishes.weekday) % 7)
    slot = datetime.combine(day, time(wishes.hour), tzinfo=zone)
    if slot > now:
        day -= timedelta(days=7)
        slot = datetime.combine(day, time(wishes.hour), tzinfo=zone)
    return day if who.since <= slot and now - slot <= _GRACE else None
