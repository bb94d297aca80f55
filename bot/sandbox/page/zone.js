// Wall-clock time in a named time zone, without a library.

const PARTS = { year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23" };

/** "2026-11-22T09:30" for an epoch in seconds, as a clock on the wall there shows it. */
export function wallOf(epoch, zone) {
  const parts = new Intl.DateTimeFormat("en-GB", { ...PARTS, timeZone: zone }).formatToParts(new Date(epoch * 1000));
  const { year, month, day, hour, minute } = Object.fromEntries(parts.map((part) => [part.type, part.value]));
  return `${year}-${month}-${day}T${hour}:${minute}`;
}

/** Epoch in seconds of a wall-clock time there; a time that daylight saving skips moves forward with the clock. */
export function epochOf(wall, zone) {
  const naive = Date.parse(`${wall}Z`) / 1000;
  const offset = (epoch) => Date.parse(`${wallOf(epoch, zone)}Z`) / 1000 - Math.floor(epoch / 60) * 60;
  const guess = naive - offset(naive);
  return naive - offset(guess);
}

/** The same wall-clock time so many months later; the 31st becomes the last day of a shorter month. */
export function addMonths(wall, months) {
  const [year, month, day] = wall.slice(0, 10).split("-").map(Number);
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
  const target = new Date(Date.UTC(year, month - 1 + months, Math.min(day, last)));
  return `${target.toISOString().slice(0, 10)}${wall.slice(10)}`;
}

export const inZone = (epoch, zone, options) => new Date(epoch * 1000).toLocaleString("en-GB", { ...options, timeZone: zone });
