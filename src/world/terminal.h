// Terminal: what the user's terminal can do, and progress for what takes over half a second.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace assay {

// Columns of standard output; 80 when it is no terminal or does not say.
int terminal_width();
// True on a terminal without NO_COLOR and with TERM other than "dumb".
bool colour_wanted();

// One line on standard error, shown only on a terminal and only after half a second; erased at the end. A listener
// hears it instead, each time.
class Progress {
public:
    using Listener = std::function<void(std::string_view)>;
    explicit Progress(Listener listener = {});
    ~Progress();
    void say(std::string_view what);  // cheap: may be called thousands of times

private:
    struct State;
    std::unique_ptr<State> state_;
    Listener listener_;
};

}  // namespace assay
