#include "world/pg.h"

#include <fmt/core.h>
#include <libpq-fe.h>
#include <poll.h>
#include <sys/ioctl.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdlib>

namespace assay::pg {

namespace {

using Clock = std::chrono::steady_clock;
using Deadline = Clock::time_point;

// When to stop waiting, and whether the server was asked to stop already.
struct Patience {
    Deadline deadline;
    bool cancelled = false;
};

// How long a server may take to obey a cancel request before the connection is given up.
constexpr Milliseconds cancel_patience{2'000};
constexpr std::size_t copy_chunk_bytes = 64u << 10;

constexpr const char* connection_lost = "08006";
constexpr const char* cancelled = "57014";

struct FreeResult {
    void operator()(PGresult* result) const { PQclear(result); }
};
using ResultPointer = std::unique_ptr<PGresult, FreeResult>;

struct FreeOptions {
    void operator()(PQconninfoOption* options) const { PQconninfoFree(options); }
};
using OptionsPointer = std::unique_ptr<PQconninfoOption, FreeOptions>;

struct FreeConnection {
    void operator()(PGconn* connection) const { PQfinish(connection); }
};
using ConnectionPointer = std::unique_ptr<PGconn, FreeConnection>;

std::string trimmed_line(std::string text) {
    while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.pop_back();
    return text;
}

// libpq quotes the part of the string that it stumbled over, which may be a part of the password.
std::string without_quotations(std::string_view text) {
    std::string kept;
    bool inside = false;
    for (const char c : text) {
        if (c == '"') {
            inside = !inside;
            kept += inside ? "\"…" : "\"";
        } else if (!inside) {
            kept += c;
        }
    }
    return kept;
}

std::string field(const PGresult* result, int code) {
    const char* text = PQresultErrorField(result, code);
    return text ? text : "";
}

ServerError server_error(const PGresult* result) {
    ServerError error;
    error.sqlstate = field(result, PG_DIAG_SQLSTATE);
    error.message = field(result, PG_DIAG_MESSAGE_PRIMARY);
    error.detail = field(result, PG_DIAG_MESSAGE_DETAIL);
    error.hint = field(result, PG_DIAG_MESSAGE_HINT);
    error.position = std::atoi(field(result, PG_DIAG_STATEMENT_POSITION).c_str());
    if (error.message.empty()) error.message = trimmed_line(PQresultErrorMessage(result));
    return error;
}

ServerError time_error(Milliseconds limit) {
    ServerError error;
    error.sqlstate = cancelled;
    error.message = fmt::format("cut off after {} s", static_cast<double>(limit.count()) / 1000.0);
    error.timed_out = true;
    return error;
}

bool is_failure(ExecStatusType status) {
    return status == PGRES_FATAL_ERROR || status == PGRES_BAD_RESPONSE || status == PGRES_PIPELINE_ABORTED;
}

// Waits until the socket can be read (or written, when asked for) or the deadline has come: then false.
bool wait_for_socket(const PGconn* connection, bool to_write, Deadline deadline) {
    pollfd entry{PQsocket(connection), static_cast<short>(to_write ? POLLIN | POLLOUT : POLLIN), 0};
    const auto left = std::chrono::duration_cast<Milliseconds>(deadline - Clock::now()).count();
    if (left <= 0) return false;
    // A signal (EINTR) counts as ready: the caller looks and comes back.
    return poll(&entry, 1, static_cast<int>(std::min<long long>(left + 1, 60'000))) != 0 ||
           Clock::now() < deadline;
}

}  // namespace

struct Rows::Handle {
    ResultPointer result;
};

Rows::Rows() = default;
Rows::Rows(Rows&&) noexcept = default;
Rows& Rows::operator=(Rows&&) noexcept = default;
Rows::~Rows() = default;

int Rows::size() const { return handle_ ? PQntuples(handle_->result.get()) : 0; }
int Rows::columns() const { return handle_ ? PQnfields(handle_->result.get()) : 0; }

std::string_view Rows::column_name(int column) const {
    const char* name = handle_ ? PQfname(handle_->result.get(), column) : nullptr;
    return name ? name : "";
}

std::uint32_t Rows::column_type(int column) const {
    return handle_ ? PQftype(handle_->result.get(), column) : 0;
}

bool Rows::is_null(int row, int column) const {
    return !handle_ || PQgetisnull(handle_->result.get(), row, column) == 1;
}

std::string_view Rows::text(int row, int column) const {
    if (is_null(row, column)) return {};
    return {PQgetvalue(handle_->result.get(), row, column),
            static_cast<std::size_t>(PQgetlength(handle_->result.get(), row, column))};
}

std::int64_t Rows::integer(int row, int column) const {
    const auto value = text(row, column);
    std::int64_t number = 0;
    std::from_chars(value.data(), value.data() + value.size(), number);
    return number;
}

double Rows::real(int row, int column) const {
    const auto value = text(row, column);
    double number = 0;
    std::from_chars(value.data(), value.data() + value.size(), number);
    return number;
}

bool Rows::boolean(int row, int column) const { return text(row, column) == "t"; }

std::string_view Rows::command_tag() const {
    return handle_ ? PQcmdStatus(handle_->result.get()) : std::string_view{};
}

struct Connection::Handle {
    ConnectionPointer connection;
    ServerError error = {};
    std::vector<std::string> notices = {};
    std::vector<std::pair<std::string, std::string>> logged = {};  // messages of severity LOG, with their details

    PGconn* raw() const { return connection.get(); }

    static void keep_notice(void* self, const PGresult* notice) {
        auto& kept = *static_cast<Handle*>(self);
        if (field(notice, PG_DIAG_SEVERITY_NONLOCALIZED) == "LOG")
            kept.logged.emplace_back(field(notice, PG_DIAG_MESSAGE_PRIMARY), field(notice, PG_DIAG_MESSAGE_DETAIL));
        else
            kept.notices.push_back(trimmed_line(PQresultErrorMessage(notice)));
    }

    tl::unexpected<Error> failed(ServerError what) {
        error = std::move(what);
        return fail(error.detail.empty() ? error.message : error.message + " (" + error.detail + ")");
    }

    ServerError lost() const {
        ServerError what;
        what.sqlstate = connection_lost;
        what.message = connection ? trimmed_line(PQerrorMessage(raw())) : "the connection is closed";
        if (what.message.empty()) what.message = "the connection was lost";
        return what;
    }

    void request_cancel() const {
        PGcancel* cancel = PQgetCancel(raw());
        if (!cancel) return;
        char ignored[256];
        PQcancel(cancel, ignored, sizeof ignored);
        PQfreeCancel(cancel);
    }

    // The deadline has come. First the server is asked to stop, and given a moment to say that it did;
    // the second time the connection is closed, and true returned.
    bool give_up(Patience& patience) {
        if (patience.cancelled) {
            connection.reset();
            return true;
        }
        request_cancel();
        patience = {Clock::now() + cancel_patience, true};
        return false;
    }

    // Sends what is waiting and reads what has come, until a result can be taken without blocking.
    // A broken connection counts as ready: PQgetResult then tells. False when it was given up.
    // Nothing is read while a result waits: each reading moves all that was not taken yet.
    bool wait_for_result(Patience& patience) {
        for (;;) {
            const int unsent = PQflush(raw());
            if (unsent < 0 || PQisBusy(raw()) == 0) return true;
            if (!wait_for_socket(raw(), unsent == 1, patience.deadline) && give_up(patience)) return false;
            if (PQconsumeInput(raw()) == 0) return true;
        }
    }

    bool leave_copy(ExecStatusType status, Patience& patience);
    bool row_arrived(const Reading& reading, Patience& patience);
    void leave_rows(const Reading& reading);
    void abandon();
    bool push_copy_data(std::string_view data, Deadline deadline) const;
    Result<ResultPointer> collect(Patience patience, Milliseconds limit);
    tl::expected<ResultPointer, ServerError> collect_pipelined(Patience& patience, Milliseconds limit);
};

// A COPY that nobody feeds or reads must be ended before other results can be taken.
bool Connection::Handle::leave_copy(ExecStatusType status, Patience& patience) {
    if (status == PGRES_COPY_IN) {
        PQputCopyEnd(raw(), "no data was given");
        return true;
    }
    for (;;) {
        char* line = nullptr;
        const int got = PQgetCopyData(raw(), &line, 1);
        if (line) PQfreemem(line);
        if (got < 0) return true;
        if (got > 0) continue;
        if (!wait_for_socket(raw(), false, patience.deadline) && give_up(patience)) return false;
        if (PQconsumeInput(raw()) == 0) return true;
    }
}

// All results of what was sent: the first error, or the last result.
Result<ResultPointer> Connection::Handle::collect(Patience patience, Milliseconds limit) {
    ResultPointer last;
    std::optional<ServerError> first_error;
    for (;;) {
        if (!wait_for_result(patience)) return failed(time_error(limit));
        ResultPointer result{PQgetResult(raw())};
        if (!result) break;
        const auto status = PQresultStatus(result.get());
        if (is_failure(status) && !first_error) first_error = server_error(result.get());
        const bool in_copy = status == PGRES_COPY_IN || status == PGRES_COPY_OUT;
        if (in_copy && !leave_copy(status, patience)) return failed(time_error(limit));
        last = std::move(result);
    }
    if (PQstatus(raw()) != CONNECTION_OK) return failed(first_error.value_or(lost()));
    if (first_error && patience.cancelled && first_error->sqlstate == cancelled)
        return failed(time_error(limit));
    if (first_error) return failed(*first_error);
    return last;
}

Connection::Connection(std::unique_ptr<Handle> handle) : handle_{std::move(handle)} {}
Connection::Connection(Connection&&) noexcept = default;
Connection& Connection::operator=(Connection&&) noexcept = default;
Connection::~Connection() = default;

namespace {

// Keyword by keyword, so that our own settings can be added to whatever form the user wrote.
struct Keywords {
    std::vector<std::string> names, values;

    void add(std::string name, std::string value) {
        names.push_back(std::move(name));
        values.push_back(std::move(value));
    }
};

Result<Keywords> keywords_of(const std::string& conninfo) {
    char* reason = nullptr;
    const OptionsPointer options{PQconninfoParse(conninfo.c_str(), &reason)};
    if (!options) {
        std::string text = without_quotations(trimmed_line(reason ? reason : "out of memory"));
        PQfreemem(reason);
        return fail("not a PostgreSQL connection string: " + text);
    }
    Keywords found;
    for (const auto* option = options.get(); option->keyword; ++option) {
        if (!option->val) continue;
        const std::string_view keyword = option->keyword;
        if (keyword == "host" && std::string_view{option->val}.find('@') != std::string_view::npos)
            return fail("the connection string has an '@' too many: write '@' in a password as %40");
        found.add(option->keyword, option->val);
    }
    return found;
}

ConnectionPointer start_connecting(const Keywords& keywords) {
    std::vector<const char*> names, values;
    for (const auto& name : keywords.names) names.push_back(name.c_str());
    for (const auto& value : keywords.values) values.push_back(value.c_str());
    names.push_back(nullptr);
    values.push_back(nullptr);
    return ConnectionPointer{PQconnectStartParams(names.data(), values.data(), 0)};
}

Result<void> finish_connecting(PGconn* connection, Milliseconds limit) {
    const Deadline deadline = Clock::now() + limit;
    auto wanted = PGRES_POLLING_WRITING;
    while (PQstatus(connection) != CONNECTION_BAD) {
        const bool reading = wanted == PGRES_POLLING_READING;
        pollfd entry{PQsocket(connection), static_cast<short>(reading ? POLLIN : POLLOUT), 0};
        const auto left = std::chrono::duration_cast<Milliseconds>(deadline - Clock::now()).count();
        if (left <= 0)
            return fail(
                fmt::format("no connection within {} s", static_cast<double>(limit.count()) / 1000.0));
        if (poll(&entry, 1, static_cast<int>(std::min<long long>(left + 1, 60'000))) == 0) continue;
        wanted = PQconnectPoll(connection);
        if (wanted == PGRES_POLLING_OK) return {};
        if (wanted == PGRES_POLLING_FAILED) break;
    }
    return fail(trimmed_line(PQerrorMessage(connection)));
}

}  // namespace

Result<Connection> Connection::open(const std::string& conninfo, Milliseconds limit) {
    auto keywords = keywords_of(conninfo);
    if (!keywords) return tl::unexpected(keywords.error());
    keywords->add("fallback_application_name", "assay");
    keywords->add("client_encoding", "UTF8");  // texts are UTF-8 throughout
    ConnectionPointer connection = start_connecting(*keywords);
    if (!connection) return fail("out of memory");
    if (auto connected = finish_connecting(connection.get(), limit); !connected)
        return tl::unexpected(connected.error());
    PQsetnonblocking(connection.get(), 1);
    auto handle = std::make_unique<Handle>(Handle{std::move(connection)});
    PQsetNoticeReceiver(handle->raw(), &Handle::keep_notice, handle.get());
    return Connection{std::move(handle)};
}

Result<Rows> Connection::query(const std::string& sql, Milliseconds limit) {
    if (!alive() || PQsendQuery(handle_->raw(), sql.c_str()) == 0) return handle_->failed(handle_->lost());
    auto result = handle_->collect({Clock::now() + limit}, limit);
    if (!result) return tl::unexpected(result.error());
    Rows rows;
    rows.handle_ = std::make_unique<Rows::Handle>(Rows::Handle{std::move(*result)});
    return rows;
}

Result<Rows> Connection::query(const std::string& sql, const Parameters& parameters, Milliseconds limit) {
    std::vector<const char*> values;
    for (const auto& parameter : parameters) values.push_back(parameter ? parameter->c_str() : nullptr);
    if (!alive() || PQsendQueryParams(handle_->raw(), sql.c_str(), static_cast<int>(values.size()), nullptr,
                                      values.data(), nullptr, nullptr, 0) == 0)
        return handle_->failed(handle_->lost());
    auto result = handle_->collect({Clock::now() + limit}, limit);
    if (!result) return tl::unexpected(result.error());
    Rows rows;
    rows.handle_ = std::make_unique<Rows::Handle>(Rows::Handle{std::move(*result)});
    return rows;
}

// One query's answer: its results, a NULL, and the synchronisation point behind it.
tl::expected<ResultPointer, ServerError> Connection::Handle::collect_pipelined(Patience& patience,
                                                                               Milliseconds limit) {
    ResultPointer last;
    bool results_ended = false;
    for (;;) {
        if (!wait_for_result(patience)) return tl::unexpected(time_error(limit));
        ResultPointer result{PQgetResult(raw())};
        if (!result) {
            // A second NULL in a row: the server is gone.
            if (results_ended || PQstatus(raw()) != CONNECTION_OK) return tl::unexpected(lost());
            results_ended = true;
            continue;
        }
        const auto status = PQresultStatus(result.get());
        if (status == PGRES_PIPELINE_SYNC) break;
        results_ended = false;
        if ((status == PGRES_COPY_IN || status == PGRES_COPY_OUT) && !leave_copy(status, patience))
            return tl::unexpected(time_error(limit));
        last = std::move(result);
    }
    if (!last) return tl::unexpected(lost());
    if (is_failure(PQresultStatus(last.get()))) {
        auto what = server_error(last.get());
        return tl::unexpected(patience.cancelled && what.sqlstate == cancelled ? time_error(limit) : what);
    }
    return last;
}

std::vector<tl::expected<Rows, ServerError>> Connection::pipeline(const std::vector<std::string>& queries,
                                                                  Milliseconds limit) {
    std::vector<tl::expected<Rows, ServerError>> answers;
    Patience patience{Clock::now() + limit};
    bool sent = alive() && PQenterPipelineMode(handle_->raw()) == 1;
    for (const auto& query : queries)
        sent =
            sent &&
            PQsendQueryParams(handle_->raw(), query.c_str(), 0, nullptr, nullptr, nullptr, nullptr, 0) == 1 &&
            PQpipelineSync(handle_->raw()) == 1;
    for (std::size_t i = 0; i < queries.size(); ++i) {
        tl::expected<ResultPointer, ServerError> answer = tl::unexpected(handle_->lost());
        if (sent && alive()) answer = handle_->collect_pipelined(patience, limit);
        if (!answer) {
            handle_->error = answer.error();
            answers.emplace_back(tl::unexpected(answer.error()));
            continue;
        }
        Rows rows;
        rows.handle_ = std::make_unique<Rows::Handle>(Rows::Handle{std::move(*answer)});
        answers.emplace_back(std::move(rows));
    }
    if (alive()) PQexitPipelineMode(handle_->raw());
    return answers;
}

bool Connection::Handle::push_copy_data(std::string_view data, Deadline deadline) const {
    while (!data.empty()) {
        const auto chunk = data.substr(0, copy_chunk_bytes);
        const int taken = PQputCopyData(raw(), chunk.data(), static_cast<int>(chunk.size()));
        if (taken < 0) return true;  // the results tell what is wrong
        if (taken == 1) data.remove_prefix(chunk.size());
        // Reading as well: a server that fails early writes its error while we still send.
        const int unsent = PQflush(raw());
        if (unsent < 0 || PQconsumeInput(raw()) == 0) return true;
        if ((unsent == 1 || taken == 0) && !wait_for_socket(raw(), true, deadline)) return false;
    }
    return true;
}

Result<void> Connection::copy_in(const std::string& statement, std::string_view data, Milliseconds limit) {
    const Deadline deadline = Clock::now() + limit;
    if (!alive() || PQsendQuery(handle_->raw(), statement.c_str()) == 0)
        return handle_->failed(handle_->lost());
    Patience patience{deadline};
    if (!handle_->wait_for_result(patience)) return handle_->failed(time_error(limit));
    const ResultPointer first{PQgetResult(handle_->raw())};
    const auto status = first ? PQresultStatus(first.get()) : PGRES_FATAL_ERROR;
    if (status == PGRES_COPY_IN) {
        const bool in_time = handle_->push_copy_data(data, deadline);
        PQputCopyEnd(handle_->raw(), in_time ? nullptr : "cut off: too slow");
    }
    const auto rest = handle_->collect(patience, limit);
    if (first && is_failure(status)) return handle_->failed(server_error(first.get()));
    if (!rest) return tl::unexpected(rest.error());
    if (status != PGRES_COPY_IN)
        return handle_->failed({"42601", "not a COPY … FROM STDIN", "", "", 0, false});
    return {};
}

Result<std::vector<std::string>> Connection::prepare(const std::string& name, const std::string& sql, const std::vector<std::uint32_t>& types,
                                                     std::string_view message, Milliseconds limit) {
    if (handle_) handle_->logged.clear();
    if (!alive() || PQsendPrepare(handle_->raw(), name.c_str(), sql.c_str(), static_cast<int>(types.size()), types.data()) == 0)
        return handle_->failed(handle_->lost());
    if (auto result = handle_->collect({Clock::now() + limit}, limit); !result) return tl::unexpected(result.error());
    std::vector<std::string> details;
    for (auto& [first_line, detail] : std::exchange(handle_->logged, {}))
        if (first_line == message) details.push_back(std::move(detail));
    return details;
}

// Nobody waits for the rest: the server is asked to stop, and finds nobody to send to.
void Connection::Handle::abandon() {
    request_cancel();
    connection.reset();
}

ServerError too_large_a_row(const Reading& reading) { return {"54000", fmt::format("a row takes more than {} bytes", reading.row_bytes), "", "", 0, false}; }

std::size_t bytes_of(const PGresult* rows) {
    std::size_t bytes = 0;
    for (int row = 0; row < PQntuples(rows); ++row)
        for (int column = 0; column < PQnfields(rows); ++column) bytes += static_cast<std::size_t>(PQgetlength(rows, row, column));
    return bytes;
}

// Waits for the next row or the end; false when the connection was given up, with `error` saying why. libpq hands over
// whole rows only, so that what has come of one is told by what lay ready each time.
bool Connection::Handle::row_arrived(const Reading& reading, Patience& patience) {
    constexpr Milliseconds look{100};
    std::size_t arrived = 0;
    while (PQisBusy(raw()) == 1) {
        const bool unsent = PQflush(raw()) == 1;
        const auto until = reading.stop ? std::min(patience.deadline, Clock::now() + look) : patience.deadline;
        if (!wait_for_socket(raw(), unsent, until)) {
            if (reading.stop && reading.stop()) {
                abandon();
                error = {cancelled, "stopped", "", "", 0, false};
                return false;
            }
            if (Clock::now() < patience.deadline) continue;
            if (give_up(patience)) {
                error = time_error(reading.time);
                return false;
            }
        }
        int ready = 0;
        if (ioctl(PQsocket(raw()), FIONREAD, &ready) == 0 && ready > 0) arrived += static_cast<std::size_t>(ready);
        if (reading.row_bytes > 0 && arrived > reading.row_bytes) {
            abandon();
            error = too_large_a_row(reading);
            return false;
        }
        if (PQconsumeInput(raw()) == 0) break;
    }
    return true;
}

// Takes what still comes of a statement that failed or was cancelled. That has a moment, else the connection is closed.
void Connection::Handle::leave_rows(const Reading& reading) {
    Patience patience{Clock::now() + cancel_patience, true};
    while (row_arrived({cancel_patience, reading.row_bytes, {}}, patience) && ResultPointer{PQgetResult(raw())}) continue;
}

Result<void> Connection::each_row(const std::string& name, const Reading& reading, const std::function<bool(const Rows&)>& take) {
    if (!alive() || PQsendQueryPrepared(handle_->raw(), name.c_str(), 0, nullptr, nullptr, nullptr, 0) == 0 || PQsetSingleRowMode(handle_->raw()) == 0)
        return handle_->failed(handle_->lost());
    Patience patience{Clock::now() + reading.time};
    bool any = false;
    for (;;) {
        if (!handle_->row_arrived(reading, patience)) return handle_->failed(handle_->error);
        ResultPointer result{PQgetResult(handle_->raw())};
        if (!result) break;
        const auto status = PQresultStatus(result.get());
        if (is_failure(status)) {
            auto what = server_error(result.get());
            if (patience.cancelled && what.sqlstate == cancelled) what = time_error(reading.time);
            handle_->leave_rows(reading);
            return handle_->failed(what);
        }
        if (reading.row_bytes > 0 && bytes_of(result.get()) > reading.row_bytes) {  // it came faster than could be looked at
            handle_->abandon();
            return handle_->failed(too_large_a_row(reading));
        }
        if (PQntuples(result.get()) == 0 && any) continue;  // the end, said as a result without rows
        any = true;
        Rows row;
        row.handle_ = std::make_unique<Rows::Handle>(Rows::Handle{std::move(result)});
        if (!take(row)) {
            handle_->request_cancel();
            handle_->leave_rows(reading);
            return {};
        }
    }
    return PQstatus(handle_->raw()) == CONNECTION_OK ? Result<void>{} : handle_->failed(handle_->lost());
}

const ServerError& Connection::last_error() const { return handle_->error; }
std::vector<std::string> Connection::take_notices() { return std::exchange(handle_->notices, {}); }
int Connection::server_version() const { return PQserverVersion(handle_->raw()); }
int Connection::backend_pid() const { return PQbackendPID(handle_->raw()); }

bool Connection::in_transaction() const {
    const auto status = PQtransactionStatus(handle_->raw());
    return status == PQTRANS_INTRANS || status == PQTRANS_INERROR;
}

bool Connection::alive() const {
    return handle_ && handle_->connection && PQstatus(handle_->raw()) == CONNECTION_OK;
}

}  // namespace assay::pg
