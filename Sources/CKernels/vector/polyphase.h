// The source of a convolution, laid out so that what neighboring results need lies side by side.

#pragma once

#include "vectors.h"

/// How planes are laid out: continued by zeros, and along each axis with the positions 0, s, 2s, … first, then
/// 1, s + 1, …, where s is the step from one window to the next. Then every window is read without steps.
struct layout {
  size_t input[3];
  /// The positions before and after the input; `size` is that of each of the `phases` parts.
  size_t before[3], phases[3], size[3];
  size_t part, plane;
};

static void complete(struct layout *l) {
  l->part = l->size[0] * l->size[1] * l->size[2];
  l->plane = l->part * l->phases[0] * l->phases[1] * l->phases[2];
}

/// Returns where a position of the continued input lies in its plane.
static size_t place_in(const struct layout *l, const size_t position[3]) {
  size_t phase = 0, offset = 0;
  for (int a = 0; a < 3; a++) {
    phase = phase * l->phases[a] + position[a] % l->phases[a];
    offset = offset * l->size[a] + position[a] / l->phases[a];
  }
  return phase * l->part + offset;
}

/// Copies `count` numbers to each of some positions; the source has them side by side.
ALWAYS_INLINE void copy_run(float *to, const float *from, size_t count) {
  size_t done = 0;
  for (; done + LANES <= count; done += LANES) store(to + done, load(from + done));
  if (done < count) store_first(to + done, load_first(from + done, count - done), count - done);
}

/// Copies the positions first, first + `step`, … before `end`.
ALWAYS_INLINE void gather(float *to, const float *from, size_t first, size_t end, size_t step) {
#if LANES == 16
  if (step == 2) {
    const __m512i even = _mm512_setr_epi32(0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30);
    for (; first + 2 * LANES <= end; first += 2 * LANES, to += LANES) {
      store(to, _mm512_permutex2var_ps(load(from + first), even, load(from + first + LANES)));
    }
  }
#endif
  for (; first < end; first += step) *to++ = from[first];
}

/// Divides a line among the phases of its columns.
static void split_line(const struct layout *l, const float *line, float *part) {
  size_t step = l->phases[2], before = l->before[2];
  size_t phase = before % step, start = before / step;
  for (size_t first = 0; first < smaller(step, l->input[2]); first++) {
    if (start < l->size[2]) {
      size_t end = smaller(l->input[2], first + (l->size[2] - start) * step);
      gather(part + phase * l->part + start, line, first, end, step);
    }
    if (++phase == step) {
      phase = 0;
      start++;
    }
  }
}

/// Lays planes out; what is not overwritten has been set to 0.
static void to_polyphase(const struct layout *l, const float *planes, size_t count, float *to) {
  const size_t *input = l->input, *before = l->before, *phases = l->phases, *size = l->size;
  for (size_t p = 0; p < count; p++, to += l->plane) {
    for (size_t d = 0; d < input[0]; d++) {
      size_t slice = (d + before[0]) / phases[0], slice_phase = (d + before[0]) % phases[0];
      size_t line = before[1] / phases[1], line_phase = before[1] % phases[1];
      for (size_t i = 0; i < input[1]; i++, planes += input[2]) {
        if (slice < size[0] && line < size[1]) {
          float *part = to + (slice_phase * phases[1] + line_phase) * phases[2] * l->part
            + (slice * size[1] + line) * size[2];
          if (phases[2] == 1) {
            copy_run(part + before[2], planes, smaller(input[2], size[2] - before[2]));
          } else {
            split_line(l, planes, part);
          }
        }
        if (++line_phase == phases[1]) {
          line_phase = 0;
          line++;
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
          size_t position[3] = {t * axes[0].dilation, i * axes[1].dilation, j * axes[2].dilation};
          offsets[term++] = (ptrdiff_t)(channel * l->plane + place_in(l, position));
        }
      }
    }
  }
  return term;
}

/// Whether the source may be read as it is: laid out like this it would be the same.
static int is_plain(const struct layout *l) {
  for (int a = 0; a < 3; a++) {
    if (l->before[a] || l->phases[a] != 1 || l->size[a] != l->input[a]) return 0;
  }
  return 1;
}
