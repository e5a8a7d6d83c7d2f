// Numbers as people read them: sensible precision, a true minus sign, thousands in groups.

const MINUS = "−";

const formats = new Map();

/** One formatter for each number of decimals: making one takes longer than using it a thousand times. */
function format(least, most) {
  const key = `${least}:${most}`;
  if (!formats.has(key))
    formats.set(key, new Intl.NumberFormat("en", { minimumFractionDigits: least, maximumFractionDigits: most }));
  return formats.get(key);
}

/** 3 significant digits: 0.214, 12.3, 1,280, 0.000021, 1e−7. NaN and infinity say so. */
export function short(value, digits = 3) {
  if (value === null || value === undefined || Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : `${MINUS}∞`;
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size >= 1e6 || size < 1e-6) return signed(trimmed(value.toExponential(digits - 2)));
  if (size < 1e-3) return signed(format(0, 10).format(Number(value.toPrecision(digits - 1))));
  const decimals = Math.max(0, digits - 1 - Math.floor(Math.log10(Number(size.toPrecision(digits)))));
  return signed(format(decimals, decimals).format(Number(value)));
}

/** An axis label: no more digits than `step` needs. */
export function tickText(value, step = 0) {
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size >= 1e6 || size < 1e-6) return signed(trimmed(value.toExponential(1)));
  const decimals = step > 0 ? Math.max(0, -Math.floor(Math.log10(step) + 1e-9)) : undefined;
  return signed(format(decimals, decimals ?? 6).format(value));
}

function trimmed(text) {
  return text.replace(".0e", "e").replace("e+", "e");
}

/** 0.964 → "96.4 %" */
export function percent(value) {
  if (value === null || !Number.isFinite(value)) return short(value);
  return `${signed((100 * value).toFixed(value >= 0.9995 || value < 0.0005 ? 0 : 1))} %`;
}

/** 3.2 s, 2 min 05 s, 1 h 04 min */
export function duration(seconds) {
  if (!Number.isFinite(seconds)) return "";
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, "0")} s`;
  return `${Math.floor(whole / 3600)} h ${String(Math.floor((whole % 3600) / 60)).padStart(2, "0")} min`;
}

/** Epochs are counted whole, or with one decimal in between. */
export function epochText(epoch) {
  if (!Number.isFinite(epoch)) return "0";
  return Number.isInteger(epoch) ? epoch.toLocaleString("en") : epoch.toFixed(1);
}

function signed(text) {
  return text.replaceAll("-", MINUS);
}
