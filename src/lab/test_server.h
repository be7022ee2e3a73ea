// For tests: the one private server of a test process, and databases in it.
#pragma once

#include <doctest/doctest.h>

#include <memory>
#include <string>

#include "lab/lab.h"

namespace assay::lab {

// Started on first use, stopped when the process ends.
inline Server& test_server() {
    static const std::unique_ptr<Server> server = [] {
        auto started = Server::start();
        if (!started) FAIL(started.error().text());
        return std::move(*started);
    }();
    return *server;
}

inline std::unique_ptr<Database> test_database() {
    auto made = test_server().create_database();
    if (!made) FAIL(made.error().text());
    return std::move(*made);
}

// The value, or the test fails with the error.
template <class T>
T must(Result<T> result) {
    if (!result) FAIL(result.error().text());
    if constexpr (!std::is_void_v<T>) return std::move(*result);
}

// The first value of a query's answer as text.
inline std::string value(pg::Connection& session, const std::string& sql) {
    const auto rows = must(session.query(sql));
    REQUIRE(rows.size() > 0);
    return std::string{rows.text(0, 0)};
}

// The SQLSTATE of a statement that must fail.
inline std::string failure(pg::Connection& session, const std::string& sql) {
    const auto rows = session.query(sql);
    CHECK_MESSAGE(!rows, "did not fail: " << sql);
    return rows ? "" : session.last_error().sqlstate;
}

}  // namespace assay::lab
