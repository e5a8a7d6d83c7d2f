// One weight under a penalty, in closed form: J(w) = ½ (w − w*)² + λ₁ |w| + λ₂ w², as keras.regularizers.L1L2 adds it.

/** What the data alone ask of the weight, what the penalty adds, and the sum. */
export function costs(w, { star, l1, l2 }) {
  const loss = 0.5 * (w - star) ** 2;
  const penalty = l1 * Math.abs(w) + l2 * w ** 2;
  return { loss, penalty, total: loss + penalty };
}

/** Where the sum is smallest: what is left of w* after λ₁ is taken off, over 1 + 2 λ₂ (Tibshirani, 1996; Hoerl and Kennard, 1970). */
export function best({ star, l1, l2 }) {
  const left = Math.max(Math.abs(star) - l1, 0);
  return (Math.sign(star) * left) / (1 + 2 * l2) || 0;
}
