// Packed arrays, as nnviz/views/packing.py writes them, back to numbers.

/** {shape, dtype: "f4" | "q1" | "q2" | "u1", scale, data: base64} → {shape, values: Float32Array}. NaN stays NaN. */
export function unpack(packed) {
  const bytes = bytesOf(packed.data);
  const size = packed.shape.reduce((product, n) => product * n, 1);
  const values = READERS[packed.dtype]?.(bytes, packed.scale);
  if (!values)
    throw new Error(`A packed array of type "${packed.dtype}" is unknown. Expected "f4", "q1", "q2" or "u1".`);
  if (values.length !== size) {
    throw new Error(`A packed array holds ${values.length} numbers, its shape [${packed.shape}] needs ${size}.`);
  }
  return { shape: packed.shape, values };
}

const READERS = {
  f4: floats,
  q1: (bytes, scale) => dequantised(new Int8Array(bytes.buffer), -128, scale),
  q2: (bytes, scale) => dequantised(shorts(bytes), -32768, scale),
  u1: (bytes) => Float32Array.from(bytes),
};

/** As unpack, and null for null. */
export function unpackOr(packed) {
  return packed ? unpack(packed) : null;
}

function bytesOf(text) {
  const raw = atob(text);
  const bytes = new Uint8Array(raw.length);
  for (let i = 0; i < raw.length; i++) bytes[i] = raw.charCodeAt(i);
  return bytes;
}

function floats(bytes) {
  const view = new DataView(bytes.buffer);
  const values = new Float32Array(bytes.length >> 2);
  for (let i = 0; i < values.length; i++) values[i] = view.getFloat32(4 * i, true);
  return values;
}

function shorts(bytes) {
  const view = new DataView(bytes.buffer);
  return Int16Array.from({ length: bytes.length >> 1 }, (_, i) => view.getInt16(2 * i, true));
}

/** Whole numbers times `scale`; `missing` stands for what was not finite. */
function dequantised(stored, missing, scale) {
  return Float32Array.from(stored, (whole) => (whole === missing ? Number.NaN : whole * scale));
}
