// Whether all numbers are finite. Products with zeros may be left out only then: they change no sum but −0.

#pragma once

/// Whether no number is infinite or NaN.
static int all_finite(const float *numbers, size_t count) {
  uint32_t bad = 0;
  for (size_t i = 0; i < count; i++) {
    uint32_t bits;
    memcpy(&bits, numbers + i, sizeof bits);
    bad |= (bits & 0x7f800000u) == 0x7f800000u;
  }
  return !bad;
}
