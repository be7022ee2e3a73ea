// The cached template: a data folder made by initdb once, which every server of the lab is a copy of.
#pragma once

#include <filesystem>
#include <string>

#include "core/result.h"
#include "lab/copy_tree.h"
#include "lab/lab.h"

namespace assay::lab {

struct Template {
    std::filesystem::path folder;
    // A name that nobody's SQL gives to a role of its own: pg_dump's "OWNER TO postgres" must mean a
    // powerless role that the lab makes, not the superuser.
    std::string superuser;
};

// The template in the cache, made (0.5 to 1 s) when there is none or what is there can't be used.
Result<Template> cluster_template(const Installation& installation, const std::filesystem::path& bin,
                                  const ServerUser& user);

// Takes a template that turned out not to start out of the cache.
void discard_template(const Template& bad);

}  // namespace assay::lab
