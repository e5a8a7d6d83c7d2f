// Layers' names, where they stand beside their kinds.

/** Whether a layer's name begins with its kind, as dense_1 and conv2d_3 do. */
export function tellsKind(name, kind) {
  return plain(name).startsWith(plain(kind));
}

function plain(text) {
  return text.replace(/[^A-Za-z0-9]/g, "").toLowerCase();
}
