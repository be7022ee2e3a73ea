-- id: query/lock-wait    title: writes that wait for other transactions    since: 0.1
-- effect: locks    severity: warning    default: on    fix: none
-- basis: PostgreSQL manual 13.3.2, Row-Level Locks; 20.8, log_lock_waits
with writers as (
    select n.*, (select sum(c.rows_total) from plan_nodes c where c.parent_id = n.id) as input_rows,
           (select p.trigger_ms from plans p where p.id = n.plan_id) as trigger_ms,
           n.exclusive_hit + n.exclusive_read as blocks
    from heavy_nodes n where n.type in ('ModifyTable', 'LockRows'))
select w.id as subject, w.path as object,
       printf('%.0f ms for %,d row%s, with %,d blocks touched: it waited, most likely for another transaction''s lock', w.exclusive_ms,
              w.input_rows, case when w.input_rows = 1 then '' else 's' end, w.blocks) as message
from writers w
where w.input_rows > 0 and w.exclusive_ms - w.trigger_ms >= 100 and (w.exclusive_ms - w.trigger_ms) / w.input_rows >= 20
  and w.exclusive_read < 10 * w.input_rows and w.blocks < 1000 * w.input_rows;
