// libsodium: the signatures of Jupyter's messages (Jupyter).
#include <sodium.h>
