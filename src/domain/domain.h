// Domain: what a folder of src/domain/ tells the rest about itself. Found by CMake's glob.
#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "core/workspace.h"
#include "lab/lab.h"

struct sqlite3;

namespace assay {

class MapBuilder;
class Progress;

// What a domain's reader may use. The lab's server is started on first use and shared by the run.
struct ReadContext {
    Progress& progress;
    Report& report;
    int postgres_major = 0;              // --postgres
    bool profile = false;                // --profile: read rows of live systems, within a budget
    std::filesystem::path root;          // no file outside it is read
    std::shared_ptr<lab::Server>& server;
    std::string_view as = {};            // what the source is, where a domain reads several kinds: "statements"
    bool remembers_statements = false;   // said by the reader: the source can be asked, as a workload, what ran there

    Result<lab::Server*> lab_server() {
        if (!server) {
            auto started = lab::Server::start({.major = postgres_major});
            if (!started) return tl::unexpected(started.error());
            server = std::move(*started);
        }
        return server.get();
    }
};

// Something a reader can read: a file, a folder or a URL, found by discovery or named by the user.
struct Source {
    std::string text;                 // as named, or the path that was found
    std::filesystem::path path = {};  // empty for URLs and standard input
    std::string what = {};            // in a phrase: "migrations (Flyway)", "SQL file"
    std::string_view reader = {};     // the domain that found it; empty: whichever reads it
    std::string_view as = {};         // what it is, where that domain reads several kinds: "workload"
};

struct Domain {
    std::string_view name;
    std::string_view title;
    // A class of facts that every query of this domain's rules reads (tests hold it): where no source gave it, the rules
    // are not run without being prepared. '\0': none.
    char central_class = '\0';
    // Sources below a folder, without opening connections. May be null.
    std::vector<Source> (*discover)(const std::filesystem::path& folder) = nullptr;
    // Whether this domain reads that source. May be null (a domain of rules only).
    bool (*reads)(const Source&) = nullptr;
    // Reads it into models of the workspace. An Error: nothing could be read of it.
    Result<void> (*read)(const Source&, ReadContext&, Workspace&) = nullptr;
    // A case of a rule's page: text in one of these languages (words; a rule's own domain is asked first), and the
    // letters of the classes beyond the schema that the case says it needs.
    std::string_view case_languages = {};
    Result<void> (*read_case)(std::string_view text, std::string_view needs, ReadContext&, Workspace&) = nullptr;
    // Models to rows of the map.
    void (*load)(const Workspace&, MapBuilder&) = nullptr;
    // SQL functions for rules.
    void (*functions)(sqlite3*) = nullptr;
    // The lab's database that an experiment on this row of the map runs in; nullptr when there is none.
    // For a live system it is made on first use, from its schema.
    Result<lab::Database*> (*laboratory)(const Workspace&, std::int64_t subject, ReadContext&) = nullptr;
    // Reads the database of this row again, through a connection that is inside an experiment, for trying
    // fixes: the workspace it gives has that database alone.
    Result<void> (*read_again)(const Workspace&, std::int64_t subject, pg::Connection&, Workspace& fresh) = nullptr;
    // Models that a fix of the database leaves as they are, for the same workspace: statements that run on it.
    void (*keep)(const Workspace& from, Workspace& fresh) = nullptr;
};

namespace catalogue {
std::span<const Domain* const> domains();
}

}  // namespace assay
