// SQL examples: statements on the private PostgreSQL, in as many sessions as the page names.
#pragma once

#include <future>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "lab/lab.h"
#include "teach/run/printed.h"
#include "teach/topic.h"

namespace assay::teach {

// The database of one page. Its examples share it, each statement commits by itself.
class SqlExamples {
public:
    static Result<std::unique_ptr<SqlExamples>> make(lab::Server& server);
    ~SqlExamples();

    // Runs its statements up to the first that fails. An Error when they could not be run at all, or when one that should
    // wait for a lock does not; such a one is still running afterwards.
    Result<Printed> run(const Example& example);
    Result<void> start_waiting(const Example& example);
    // What the example that waits in this session has printed, once it could go on; nothing where none waits.
    std::optional<Printed> finish_waiting(const std::string& session);

    // How other programs reach the database: PGHOST=… and so on.
    std::vector<std::string> environment() const;

private:
    struct Session {
        pg::Connection connection;
        std::future<Printed> waiting;
    };
    explicit SqlExamples(std::unique_ptr<lab::Database> database) : database_{std::move(database)} {}
    Result<Session*> session(const std::string& name);
    Printed run_all(const std::string& sql, pg::Connection& connection);

    std::unique_ptr<lab::Database> database_;
    std::map<std::string, Session, std::less<>> sessions_;
    std::string owner_;
};

}  // namespace assay::teach
