// Interrupt: Ctrl-C as a wish to end soon, for what has a result to show so far.
#pragma once

#include <csignal>

namespace assay {

// While it lives, the first SIGINT is only remembered; the second ends assay as ever. One at a time.
class InterruptWatch {
public:
    InterruptWatch();
    ~InterruptWatch();
    InterruptWatch(const InterruptWatch&) = delete;
    InterruptWatch& operator=(const InterruptWatch&) = delete;

    static bool wanted();

private:
    struct sigaction before_ {};
};

}  // namespace assay
