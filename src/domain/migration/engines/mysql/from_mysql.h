// From a MySQL or MariaDB dump to PostgreSQL: read, converted, tried in the lab, written.
#pragma once

#include <string>

#include "domain/migration/engines/mysql/convert.h"
#include "domain/migration/model/conversion.h"

namespace assay {
class Progress;
}

namespace assay::migration::mysql {

struct Request {
    std::string file;
    std::string output = {};  // empty: nothing is written
    bool rows = false;        // taken over too
    bool tries = true;        // in the lab; rows are not taken over without
    int postgres_major = 0;
    Options options = {};
    Progress* progress = nullptr;
};

// An Error when the file cannot be read or nothing in it defines anything. Uses memory for the definitions, and for
// statements up to `longest_statement_bytes`; files may be larger than memory.
Result<Conversion> convert_file(const Request& request);

}  // namespace assay::migration::mysql
