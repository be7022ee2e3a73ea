// Session: one run of Assay, whatever the face: read the sources, build the map, run rules, prove.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/workspace.h"
#include "domain/domain.h"
#include "lab/statistics.h"
#include "map/map.h"
#include "world/clock.h"
#include "world/terminal.h"

namespace assay {

// How long a part of the run took: reading one source, building the map, one rule.
struct Timing {
    enum class Part : unsigned char { phase, rule };
    Part part;
    std::string what;
    double seconds;
};

enum class Prove : unsigned char { none, top, all };

struct Request {
    std::vector<std::string> sources;   // none: the current folder, discovered
    std::string base = {};              // a database beside the sources
    std::string workload = {};          // statements that ran there; empty: those that a live database remembers
    std::string_view read_as = {};      // what they are, where that domain reads several kinds
    std::string_view reader = {};       // the domain that reads the sources; empty: whichever can
    int postgres_major = 0;
    bool profile = false;
    Prove prove = Prove::top;
    Milliseconds prove_budget{5'000};
    bool try_fixes = true;
    // Whether a rule runs; by default those that are on.
    std::function<bool(const Rule&)> wanted = [](const Rule& rule) { return rule.facts.on; };
    const std::vector<Rule>* own_rules = nullptr;  // of .assay/rules
    Progress::Listener on_progress = {};  // hears how far it is, instead of the terminal
    std::function<bool()> stop = [] { return false; };  // asked between sources, rules and experiments
};

class Session {
public:
    explicit Session(Request request);
    ~Session();

    // Finds and reads the sources and builds the map. An Error when nothing at all could be read.
    Result<void> read();
    // Runs the wanted rules; an Error names the user's own rule that does not fit the map.
    Result<void> run_rules();
    // Experiments, best-ranked findings first, until the budget is spent.
    void prove();
    // One finding, whatever the budget.
    void prove_one(Finding& finding, Budget& budget);

    const Map& map() const { return *map_; }
    Workspace& workspace() { return workspace_; }
    Report& report() { return report_; }
    // In the order in which they were done; a rule's belong to the phase "running rules".
    const std::vector<Timing>& timings() const { return timings_; }
    std::shared_ptr<lab::Server>& server() { return server_; }
    // The lab's database that holds this row of the map, with everything read into it; of a plan or a statement, which no
    // database holds, that of the base.
    Result<lab::Database*> laboratory(std::int64_t subject);

private:
    Result<std::vector<Source>> sources();
    bool is_other_than_said(const Source& found) const;
    Result<void> read_source(const Source& source);
    void read_remembered();
    Result<lab::Database*> base_laboratory();
    Result<lab::StatisticsLab> make_base_laboratory();
    void prepare_base();
    void leave_untried();
    void try_fix(Finding& finding, Lab& lab);
    Result<void> go_on() const;
    void took(Timing::Part part, std::string_view what, const Stopwatch& watch);

    Request request_;
    Progress progress_;
    std::shared_ptr<lab::Server> server_;  // outlives the workspace, whose models hold its databases
    std::vector<Source> remembering_;
    Report report_;
    Workspace workspace_;
    std::unique_ptr<Map> map_;
    std::optional<Result<lab::StatisticsLab>> base_lab_;  // made when it is first asked for
    std::vector<Timing> timings_;
};

// The row itself, or the database that its source is about: where experiments for it run.
std::int64_t in_base(const Map& map, std::int64_t subject);
// The lab's database that this row of the map is about: of the base where the row is of a source that has one; nullptr
// where there is none.
Result<lab::Database*> laboratory_of(const Workspace& workspace, std::int64_t subject, ReadContext& context);

// Whether a source is taken for the address of a server, not for a path.
bool is_url(std::string_view text);

// What every domain adds to SQL on a map: a connection of its own has to be told.
void register_functions(sqlite3* database);
// A map with every domain's functions, tables and views, and no rows.
std::unique_ptr<MapBuilder> empty_map();
// The map of a workspace. `amend` is SQL that changes facts before it is closed (pages' cases use it); nullptr when
// it does not fit.
std::unique_ptr<Map> build_map(const Workspace& workspace, std::string_view amend = {});
std::unique_ptr<Map> build_map(const Workspace& workspace, std::string_view amend, std::unique_ptr<MapBuilder> empty);

}  // namespace assay
