// The source of a convolution, laid out so that what neighboring results need lies side by side.

/// How planes are laid out: continued by zeros, and along each axis with the places 0, s, 2s, … first, then
/// 1, s + 1, …, where s is the step from one window to the next. Then every window is read without steps.
struct layout {
  size_t input[3];
  /// The places before and after the input; `size` is that of each of the `phases` parts.
  size_t before[3], phases[3], size[3];
  size_t part, plane;
};

static void complete(struct layout *l) {
  l->part = l->size[0] * l->size[1] * l->size[2];
  l->plane = l->part * l->phases[0] * l->phases[1] * l->phases[2];
}

/// Returns where a place of the continued input lies in its plane.
static size_t place_in(const struct layout *l, const size_t place[3]) {
  size_t phase = 0, offset = 0;
  for (int a = 0; a < 3; a++) {
    phase = phase * l->phases[a] + place[a] % l->phases[a];
    offset = offset * l->size[a] + place[a] / l->phases[a];
  }
  return phase * l->part + offset;
}

/// Copies places that lie `step` apart.
ALWAYS_INLINE void gather(float *to, const float *from, size_t count, size_t step) {
  if (step == 1) {
    size_t done = 0;
    for (; done + LANES <= count; done += LANES) store(to + done, load(from + done));
    if (done < count) store_first(to + done, load_first(from + done, count - done), count - done);
  } else {
    for (size_t i = 0; i < count; i++) to[i] = from[i * step];
  }
}

/// Lays planes out; what is not overwritten has been set to 0.
static void spread(const struct layout *l, const float *planes, size_t count, float *to) {
  for (size_t p = 0; p < count; p++, to += l->plane) {
    for (size_t d = 0; d < l->input[0]; d++) {
      for (size_t i = 0; i < l->input[1]; i++, planes += l->input[2]) {
        size_t place[3] = {d + l->before[0], i + l->before[1], 0};
        if (place[0] / l->phases[0] >= l->size[0] || place[1] / l->phases[1] >= l->size[1]) continue;
        // The columns of each phase, from the first one inside the input.
        for (size_t phase = 0; phase < l->phases[2]; phase++) {
          size_t first = (phase + l->phases[2] - l->before[2] % l->phases[2]) % l->phases[2];
          if (first >= l->input[2]) continue;
          place[2] = first + l->before[2];
          size_t start = place[2] / l->phases[2];
          if (start >= l->size[2]) continue;
          size_t columns = smaller(pieces(l->input[2] - first, l->phases[2]), l->size[2] - start);
          gather(to + place_in(l, place), planes + first, columns, l->phases[2]);
        }
      }
    }
  }
}

/// Lists where in the laid out source each element of a window lies, plane by plane; returns their number.
static size_t list_terms(const struct layout *l, const struct ck_axis axes[3], size_t channels, ptrdiff_t *offsets) {
  size_t term = 0;
  for (size_t channel = 0; channel < channels; channel++) {
    for (size_t t = 0; t < axes[0].window; t++) {
      for (size_t i = 0; i < axes[1].window; i++) {
        for (size_t j = 0; j < axes[2].window; j++) {
          size_t place[3] = {t * axes[0].dilation, i * axes[1].dilation, j * axes[2].dilation};
          offsets[term++] = (ptrdiff_t)(channel * l->plane + place_in(l, place));
        }
      }
    }
  }
  return term;
}
