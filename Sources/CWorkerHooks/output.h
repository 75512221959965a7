#ifndef OUTPUT_H
#define OUTPUT_H

/// Writes what `print` left in the buffer of standard output; safe in a signal handler.
void cwh_salvage_output(void);

#endif
