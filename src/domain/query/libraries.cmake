pkg_check_modules(SIMDJSON REQUIRED IMPORTED_TARGET simdjson)
pkg_check_modules(FYAML REQUIRED IMPORTED_TARGET libfyaml)
pkg_check_modules(XML REQUIRED IMPORTED_TARGET libxml-2.0)
target_link_libraries(assay_all PUBLIC PkgConfig::SIMDJSON PkgConfig::FYAML PkgConfig::XML)
