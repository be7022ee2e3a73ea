-- TPC-H's data by PostgreSQL alone, uniform as chapter 4.2.3 of the specification has it, at a tenth of scale 1: change the
-- number below for others. Texts have the lengths and the words that the queries look for; no key is indexed.
create table scale as select 0.1::float8 as factor;
create function roll(text, bigint, bigint, bigint) returns bigint language sql immutable as
  $$ select $2 + (hashint8extended($4, hashtext($1)) & 281474976710655) % ($3 - $2 + 1) $$;
create table region (r_regionkey integer not null, r_name char(25) not null, r_comment varchar(152));
create table nation (n_nationkey integer not null, n_name char(25) not null, n_regionkey integer not null, n_comment varchar(152));
create table supplier (s_suppkey integer not null, s_name char(25) not null, s_address varchar(40) not null, s_nationkey integer not null,
  s_phone char(15) not null, s_acctbal numeric(15,2) not null, s_comment varchar(101) not null);
create table customer (c_custkey integer not null, c_name varchar(25) not null, c_address varchar(40) not null, c_nationkey integer not null,
  c_phone char(15) not null, c_acctbal numeric(15,2) not null, c_mktsegment char(10) not null, c_comment varchar(117) not null);
create table part (p_partkey integer not null, p_name varchar(55) not null, p_mfgr char(25) not null, p_brand char(10) not null, p_type varchar(25) not null,
  p_size integer not null, p_container char(10) not null, p_retailprice numeric(15,2) not null, p_comment varchar(23) not null);
create table partsupp (ps_partkey integer not null, ps_suppkey integer not null, ps_availqty integer not null, ps_supplycost numeric(15,2) not null,
  ps_comment varchar(199) not null);
create table orders (o_orderkey integer not null, o_custkey integer not null, o_orderstatus char(1) not null, o_totalprice numeric(15,2) not null,
  o_orderdate date not null, o_orderpriority char(15) not null, o_clerk char(15) not null, o_shippriority integer not null, o_comment varchar(79) not null);
create table lineitem (l_orderkey integer not null, l_partkey integer not null, l_suppkey integer not null, l_linenumber integer not null,
  l_quantity numeric(15,2) not null, l_extendedprice numeric(15,2) not null, l_discount numeric(15,2) not null, l_tax numeric(15,2) not null,
  l_returnflag char(1) not null, l_linestatus char(1) not null, l_shipdate date not null, l_commitdate date not null, l_receiptdate date not null,
  l_shipinstruct char(25) not null, l_shipmode char(10) not null, l_comment varchar(44) not null);
insert into region select i - 1, (array['AFRICA', 'AMERICA', 'ASIA', 'EUROPE', 'MIDDLE EAST'])[i], 'comment' from generate_series(1, 5) i;
insert into nation select i - 1, n, (array[0,1,1,1,4,0,3,3,2,2,4,4,2,4,0,0,0,1,2,3,4,2,3,3,1])[i], 'comment'
  from unnest(array['ALGERIA','ARGENTINA','BRAZIL','CANADA','EGYPT','ETHIOPIA','FRANCE','GERMANY','INDIA','INDONESIA','IRAN','IRAQ','JAPAN','JORDAN','KENYA',
  'MOROCCO','MOZAMBIQUE','PERU','CHINA','ROMANIA','SAUDI ARABIA','VIETNAM','RUSSIA','UNITED KINGDOM','UNITED STATES']) with ordinality x(n, i);
insert into supplier select i, 'Supplier#' || lpad(i::text, 9, '0'), md5(i::text), roll('sn', 0, 24, i), (10 + roll('sn', 0, 24, i)) || '-' || lpad((i % 999)::text, 3, '0') || '-555-0100',
  roll('sa', -99999, 999999, i) / 100.0, case when i % 2000 = 7 then 'Customer some Complaints' else md5('c' || i) end
  from scale, generate_series(1, (10000 * factor)::int) i;
insert into customer select i, 'Customer#' || lpad(i::text, 9, '0'), md5(i::text), roll('cn', 0, 24, i), (10 + roll('cn', 0, 24, i)) || '-' || lpad((i % 999)::text, 3, '0') || '-555-0100',
  roll('ca', -99999, 999999, i) / 100.0, (array['AUTOMOBILE','BUILDING','FURNITURE','MACHINERY','HOUSEHOLD'])[roll('cm', 1, 5, i)], repeat(md5('k' || i), 2)
  from scale, generate_series(1, (150000 * factor)::int) i;
insert into part select i, (select string_agg(w, ' ') from (select (array['almond','green','blue','forest','rose','ivory','navy','plum','sandy','olive','linen','peach','salmon',
  'snow','khaki','drab','azure','beige','bisque','black'])[roll('pw' || k, 1, 20, i)] w from generate_series(1, 5) k) x), 'Manufacturer#' || roll('pm', 1, 5, i),
  'Brand#' || roll('pm', 1, 5, i) || roll('pb', 1, 5, i), (array['STANDARD','SMALL','MEDIUM','LARGE','ECONOMY','PROMO'])[roll('t1', 1, 6, i)] || ' ' ||
  (array['ANODIZED','BURNISHED','PLATED','POLISHED','BRUSHED'])[roll('t2', 1, 5, i)] || ' ' || (array['TIN','NICKEL','BRASS','STEEL','COPPER'])[roll('t3', 1, 5, i)],
  roll('ps', 1, 50, i), (array['SM','LG','MED','JUMBO','WRAP'])[roll('c1', 1, 5, i)] || ' ' || (array['CASE','BOX','BAG','JAR','PKG','PACK','CAN','DRUM'])[roll('c2', 1, 8, i)],
  (90000 + (i / 10) % 20001 + 100 * (i % 1000)) / 100.0, left(md5(i::text), 14) from scale, generate_series(1, (200000 * factor)::int) i;
insert into partsupp select p, 1 + ((p + k * ((10000 * factor)::int / 4 + (p - 1) / (10000 * factor)::int)) % (10000 * factor)::int)::int, roll('pa' || k, 1, 9999, p),
  roll('pc' || k, 100, 100000, p) / 100.0, repeat(md5(p::text || k), 4) from scale, generate_series(1, (200000 * factor)::int) p, generate_series(0, 3) k;
insert into orders select (i / 8) * 32 + i % 8, 1 + 3 * (roll('oc', 0, (50000 * factor)::bigint - 1, i)), 'O', 0, date '1992-01-01' + roll('od', 0, 2405, i)::int,
  (array['1-URGENT','2-HIGH','3-MEDIUM','4-NOT SPECIFIED','5-LOW'])[roll('op', 1, 5, i)], 'Clerk#' || lpad(roll('ok', 1, (1000 * factor)::bigint, i)::text, 9, '0'), 0,
  case when i % 97 = 0 then 'with special packed requests' else md5('o' || i) || left(md5('p' || i), 17) end from scale, generate_series(1, (1500000 * factor)::int) i;
insert into lineitem select o_orderkey, part, 1 + (part % (10000 * factor)::int), n, q, q * (900 + part % 1000) / 1.0, roll('ld', 0, 10, k) / 100.0, roll('lt', 0, 8, k) / 100.0,
  case when o_orderdate + s + r <= date '1995-06-17' then (array['R', 'A'])[roll('lr', 1, 2, k)] else 'N' end, case when o_orderdate + s > date '1995-06-17' then 'O' else 'F' end,
  o_orderdate + s, o_orderdate + 30 + roll('lc', 0, 60, k)::int, o_orderdate + s + r,
  (array['DELIVER IN PERSON','COLLECT COD','NONE','TAKE BACK RETURN'])[roll('li', 1, 4, k)], (array['REG AIR','AIR','RAIL','SHIP','TRUCK','MAIL','FOB'])[roll('lm', 1, 7, k)],
  left(md5(k::text), 27) from (select factor, o_orderkey, o_orderdate, n, o_orderkey::bigint * 8 + n k, roll('lp', 1, (200000 * factor)::bigint, o_orderkey::bigint * 8 + n)::int part,
  roll('lq', 1, 50, o_orderkey::bigint * 8 + n)::int q, roll('ls', 1, 121, o_orderkey::bigint * 8 + n)::int s, roll('lv', 1, 30, o_orderkey::bigint * 8 + n)::int r
  from scale, orders, lateral generate_series(1, roll('ln', 1, 7, o_orderkey)) n) x;
update orders set o_orderstatus = status, o_totalprice = total from (select l_orderkey, case when bool_and(l_linestatus = 'F') then 'F' when bool_and(l_linestatus = 'O') then 'O' else 'P' end status,
  sum(l_extendedprice * (1 + l_tax) * (1 - l_discount)) total from lineitem group by l_orderkey) x where l_orderkey = o_orderkey;
create table settled as table orders;
truncate orders;
insert into orders select * from settled order by o_orderkey;
drop table settled, scale;
drop function roll;
