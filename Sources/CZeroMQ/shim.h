// ZeroMQ: the sockets by which Jupyter talks to a kernel (Jupyter).
#include <zmq.h>
