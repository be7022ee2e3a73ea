// Result<T>: a value, or one clear Error that says where and what was expected.
#pragma once

#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace assay {

// Where something stands in a text artefact. Lines and columns count from 1;
// 0 says that the number is not known. Columns count bytes.
struct Location {
    std::string file;
    int line = 0;
    int column = 0;

    bool operator==(const Location&) const = default;
};

struct Error {
    std::string message;
    Location location = {};

    // "file:line:column: message", leaving out what is not known.
    std::string text() const;
};

template <class T>
using Result = tl::expected<T, Error>;

inline tl::unexpected<Error> fail(std::string message, Location location = {}) {
    return tl::unexpected<Error>(Error{std::move(message), std::move(location)});
}

}  // namespace assay
