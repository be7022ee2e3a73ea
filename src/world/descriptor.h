// Descriptor: an open file descriptor that is closed with its owner, and the system's reasons as text.
#pragma once

#include <unistd.h>

#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "core/result.h"

namespace assay {

class Descriptor {
public:
    Descriptor() = default;
    explicit Descriptor(int number) : number_{number} {}
    Descriptor(Descriptor&& other) noexcept : number_{std::exchange(other.number_, -1)} {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(number_, other.number_);
        return *this;
    }
    ~Descriptor() { close(); }

    int get() const { return number_; }
    bool is_open() const { return number_ >= 0; }
    void close() {
        if (number_ >= 0) ::close(std::exchange(number_, -1));
    }

private:
    int number_ = -1;
};

// What errno means: "No such file or directory".
inline std::string system_reason(int code) { return std::generic_category().message(code); }

inline tl::unexpected<Error> failed(std::string_view what, const std::filesystem::path& path, int code) {
    return fail(std::string{what} + ": " + system_reason(code), {path.string()});
}

}  // namespace assay
