#include "world/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <mutex>
#include <string>
#include <system_error>
#include <thread>
#include <utility>

namespace assay {

namespace {

int columns_of(int file) {
    winsize size{};
    const bool known = isatty(file) && ioctl(file, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
    return known ? size.ws_col : 80;
}

bool can_move_cursor() {
    const char* kind = std::getenv("TERM");
    return kind && *kind && std::string_view{kind} != "dumb";
}

// What is said may hold a file's name, and that any byte: the terminal must not obey it, and the line must
// not wrap, or erasing it would leave a part.
std::string printable(std::string_view text, std::size_t columns) {
    std::string line;
    std::size_t width = 0;
    for (char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool continues = (byte & 0xC0) == 0x80;  // the character before it, in UTF-8
        if (!continues && ++width >= columns) break;
        line += byte < 0x20 || byte == 0x7F ? '?' : c;
    }
    return line;
}

void show(std::string_view text) {
    // Best effort: what cannot be shown is only progress.
    [[maybe_unused]] const auto written = write(STDERR_FILENO, text.data(), text.size());
}

constexpr std::string_view erase_line = "\r\x1b[K";

}  // namespace

int terminal_width() { return columns_of(STDOUT_FILENO); }

bool colour_wanted() {
    const char* refused = std::getenv("NO_COLOR");
    return isatty(STDOUT_FILENO) && !(refused && *refused) && can_move_cursor();
}

struct Progress::State {
    std::mutex mutex;
    std::condition_variable changed;
    std::string latest;
    bool fresh = false;
    bool ending = false;
    std::thread thread;

    void show_now_and_then() {
        constexpr std::chrono::milliseconds patience{500}, pause{100};
        std::unique_lock lock{mutex};
        bool shown = false;
        auto wait = patience;
        while (!changed.wait_for(lock, wait, [this] { return ending; })) {
            wait = pause;
            if (!std::exchange(fresh, false)) continue;
            const auto columns = static_cast<std::size_t>(columns_of(STDERR_FILENO));
            const auto line = std::string{erase_line} + printable(latest, columns);
            lock.unlock();  // a slow terminal holds up nobody who says something
            show(line);
            lock.lock();
            shown = true;
        }
        if (shown) show(erase_line);
    }
};

Progress::Progress(Listener listener) : listener_{std::move(listener)} {
    if (listener_ || !isatty(STDERR_FILENO) || !can_move_cursor()) return;
    state_ = std::make_unique<State>();
    try {
        state_->thread = std::thread{&State::show_now_and_then, state_.get()};
    } catch (const std::system_error&) {
        state_.reset();  // no thread to be had: no progress is shown
    }
}

Progress::~Progress() {
    if (!state_) return;
    {
        const std::lock_guard lock{state_->mutex};
        state_->ending = true;
    }
    state_->changed.notify_all();
    state_->thread.join();
}

void Progress::say(std::string_view what) {
    if (listener_) listener_(what);
    if (!state_) return;
    const std::lock_guard lock{state_->mutex};
    state_->latest.assign(what);
    state_->fresh = true;
}

}  // namespace assay
