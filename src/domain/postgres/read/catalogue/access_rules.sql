-- needs: GRANT SELECT ON pg_hba_file_rules and GRANT EXECUTE ON FUNCTION pg_hba_file_rules() to the role
select h.line_number as line, h.type, array_to_string(h.database, ',') as databases, array_to_string(h.user_name, ',') as roles,
       h.address, h.netmask, h.auth_method as method, array_to_string(h.options, ',') as options, h.error
from pg_hba_file_rules h
