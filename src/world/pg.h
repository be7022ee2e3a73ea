// A connection to a PostgreSQL server, live or private: the only file that includes libpq is its .cpp.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "world/clock.h"

namespace assay::pg {

// What the server said of a statement that failed. `position` counts characters from 1, 0 if unknown.
struct ServerError {
    std::string sqlstate;
    std::string message;
    std::string detail;
    std::string hint;
    int position = 0;
    bool timed_out = false;
};

// The rows of one result, as text. Views live as long as this object.
class Rows {
public:
    Rows();
    Rows(Rows&&) noexcept;
    Rows& operator=(Rows&&) noexcept;
    ~Rows();

    int size() const;
    int columns() const;
    std::string_view column_name(int column) const;
    std::uint32_t column_type(int column) const;  // oid of the type: 16 is boolean
    bool is_null(int row, int column) const;
    std::string_view text(int row, int column) const;  // "" for NULL
    std::int64_t integer(int row, int column) const;   // 0 for NULL
    double real(int row, int column) const;
    bool boolean(int row, int column) const;
    std::string_view command_tag() const;

private:
    friend class Connection;
    struct Handle;
    std::unique_ptr<Handle> handle_;
};

using Parameters = std::vector<std::optional<std::string>>;

// When reading rows ends before the last: what arrives of one row may take so many bytes, all of it so long.
struct Reading {
    Milliseconds time{60'000};
    std::size_t row_bytes = 0;  // 0: any
    std::function<bool()> stop = {};
};

class Connection {
public:
    // `conninfo` is a URI or keyword/value string. The error never holds the password.
    static Result<Connection> open(const std::string& conninfo, Milliseconds limit = Milliseconds{10'000});
    Connection(Connection&&) noexcept;
    Connection& operator=(Connection&&) noexcept;
    ~Connection();

    // One statement or several (then the last result). Cut off with a cancel request after `limit`.
    Result<Rows> query(const std::string& sql, Milliseconds limit = Milliseconds{60'000});
    Result<Rows> query(const std::string& sql, const Parameters& parameters,
                       Milliseconds limit = Milliseconds{60'000});
    // All queries in one round trip (pipeline); an empty optional where a query failed, with its error.
    std::vector<tl::expected<Rows, ServerError>> pipeline(const std::vector<std::string>& queries,
                                                          Milliseconds limit = Milliseconds{60'000});
    // COPY … FROM STDIN: the statement, then its data lines as they stand in the file.
    Result<void> copy_in(const std::string& statement, std::string_view data,
                         Milliseconds limit = Milliseconds{60'000});

    // Has the server parse and rewrite a statement under a name, and run nothing of it. `types` are those of its
    // parameters. Gives the details of the LOG messages that this session asked for with this first line.
    Result<std::vector<std::string>> prepare(const std::string& name, const std::string& sql, const std::vector<std::uint32_t>& types,
                                             std::string_view message, Milliseconds limit);
    // Runs a prepared statement and hands over its rows one at a time, as they come (a result without rows once), until
    // `take` says false: then the server is asked to stop. Where that takes long or a bound is met the connection is closed.
    Result<void> each_row(const std::string& name, const Reading& reading, const std::function<bool(const Rows&)>& take);

    const ServerError& last_error() const;   // of the last call that failed
    std::vector<std::string> take_notices(); // since the last call
    int server_version() const;              // 150018
    int backend_pid() const;
    bool in_transaction() const;
    bool alive() const;

private:
    struct Handle;
    explicit Connection(std::unique_ptr<Handle> handle);
    std::unique_ptr<Handle> handle_;
};

std::string quote_identifier(std::string_view name);  // "Order", order_lines, "select"
std::string quote_literal(std::string_view text);

}  // namespace assay::pg
