// Trial tables: copies of a table in a scratch schema, into which rows can be put that differ where they must.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "domain/postgres/prove/synthetic.h"
#include "lab/lab.h"

namespace assay::postgres {

// Has the columns, defaults, CHECKs and unique indexes of the original, but not its foreign keys and triggers.
class TrialTable {
public:
    // In the schema, which is made when it is not there. `studied` are the numbers of the columns that the
    // experiment is about: CHECKs on them stay, others give way when made values do not meet them.
    static std::optional<TrialTable> make(Lab& lab, const Map& map, std::int64_t relation_id, const std::string& schema,
                                          const std::string& name, std::set<int> studied);

    const std::string& name() const { return name_; }
    const std::vector<ColumnShape>& columns() const { return columns_; }
    const ColumnShape* column(int number) const;

    // A row like one that the original holds (else of made values), with these expressions instead in some
    // columns. Columns of unique indexes that are not studied get values made of `number`, so that rows of two
    // numbers never meet there. False when the server refuses the row: see the lab's last error.
    bool insert(int number, const std::map<int, std::string>& values = {}, const std::string& suffix = {});

private:
    TrialTable(Lab& lab, const Map& map) : lab_{lab}, map_{map} {}
    std::optional<std::string> statement(int number, const std::map<int, std::string>& values, const std::string& suffix) const;
    bool drop_check_in_the_way();

    Lab& lab_;
    const Map& map_;
    std::int64_t relation_id_ = 0;
    std::string name_, original_;
    std::vector<ColumnShape> columns_;
    std::set<int> studied_, unique_, required_;
    bool has_rows_ = false;
};

// The numbers of "2 1".
std::vector<int> numbers_of(const std::string& text);
// The words of the last error, with its SQLSTATE: "23505: duplicate key value …".
std::string last_error_text(const Lab& lab);

}  // namespace assay::postgres
