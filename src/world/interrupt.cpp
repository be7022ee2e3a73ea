#include "world/interrupt.h"

#include <atomic>

namespace assay {

namespace {

// What a signal handler touches must be global.
std::atomic<bool> interrupted{false};
static_assert(std::atomic<bool>::is_always_lock_free);

struct sigaction next_time {};

extern "C" void remember_interrupt(int) {
    interrupted = true;
    sigaction(SIGINT, &next_time, nullptr);
}

}  // namespace

InterruptWatch::InterruptWatch() {
    interrupted = false;
    struct sigaction once {};
    once.sa_handler = remember_interrupt;
    sigemptyset(&once.sa_mask);
    once.sa_flags = SA_RESTART;  // calls of the system go on
    sigaction(SIGINT, nullptr, &before_);
    next_time = before_;
    sigaction(SIGINT, &once, nullptr);
}

InterruptWatch::~InterruptWatch() { sigaction(SIGINT, &before_, nullptr); }

bool InterruptWatch::wanted() { return interrupted; }

}  // namespace assay
