-- A lending library as teams of MySQL write it: every kind of column, keys of every kind, rows at the edges.
SET sql_mode = 'NO_AUTO_VALUE_ON_ZERO', max_recursive_iterations = 5000;
CREATE TABLE branch (
  id tinyint unsigned NOT NULL AUTO_INCREMENT,
  name varchar(60) NOT NULL,
  phone char(12) DEFAULT NULL,
  place point NOT NULL,
  is_open tinyint(1) NOT NULL DEFAULT 1,
  opens time(3) DEFAULT '08:30:00.250',
  PRIMARY KEY (id),
  UNIQUE KEY name (name),
  SPATIAL KEY place (place)
) COMMENT='Where books are lent';
INSERT INTO branch VALUES (1,'Mitte','030 1 ',ST_GeomFromText('POINT(13.4 52.52)'),1,'09:00:00'),(2,'Süd',NULL,ST_GeomFromText('POINT(-0.5 1e-7)'),0,'23:59:59.999');

CREATE TABLE reader (
  ReaderID int(10) unsigned NOT NULL AUTO_INCREMENT COMMENT 'on the card',
  email varchar(190) COLLATE utf8mb4_unicode_ci NOT NULL,
  `secret` varbinary(60) DEFAULT NULL,
  born date DEFAULT NULL,
  joined datetime(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  seen timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
  left_at datetime NOT NULL DEFAULT '0000-00-00 00:00:00',
  kind enum('adult','child','it''s "other"') NOT NULL DEFAULT 'adult',
  wants set('mail','phone','visit "at home"') NOT NULL DEFAULT 'mail',
  settings json DEFAULT NULL,
  flags bit(6) NOT NULL DEFAULT b'000101',
  active bit(1) NOT NULL DEFAULT b'1',
  level tinyint(1) NOT NULL DEFAULT 0,
  score float DEFAULT NULL,
  exact double DEFAULT NULL,
  debt decimal(12,4) NOT NULL DEFAULT 0,
  fingerprint bigint unsigned DEFAULT NULL,
  notes longtext,
  photo mediumblob,
  `order` smallint DEFAULT NULL,
  full_debt decimal(13,4) GENERATED ALWAYS AS (debt * 2) STORED,
  home_branch tinyint unsigned DEFAULT NULL,
  PRIMARY KEY (ReaderID),
  UNIQUE KEY email (email),
  KEY notes (notes(40)),
  FULLTEXT KEY words (notes),
  CONSTRAINT reader_branch FOREIGN KEY (home_branch) REFERENCES branch (id) ON DELETE SET NULL ON UPDATE CASCADE,
  CONSTRAINT debt_bound CHECK (debt >= 0 and debt < 1000000)
) AUTO_INCREMENT=1001;
INSERT INTO reader (ReaderID,email,secret,born,joined,seen,left_at,kind,wants,settings,flags,active,level,score,exact,debt,fingerprint,notes,photo,`order`,home_branch) VALUES
 (1,'Ada@Example.org',x'00ff5c27220a','1815-12-10','2024-02-29 23:59:59.999999','2024-03-31 01:30:00','0000-00-00 00:00:00','adult','mail,visit "at home"','{"a": [1, 2.50, null], "ü": "\\u00e9"}',b'111111',b'1',0,0.1,1e-300,12.3456,18446744073709551615,'tab\tnew\nline\\ back ''quote'' "double" \Z end','\0\n\r\\',-32768,1),
 (2,'bob@example.org',NULL,NULL,'1000-01-01 00:00:00','1970-01-01 00:00:01','9999-12-31 23:59:59','it''s "other"','',NULL,b'000000',b'0',2,-3.5,1.7976931348623157e308,0,0,'日本語 😀 ',NULL,NULL,NULL),
 (1000,'eve@example.org','','2024-01-01','2024-01-01','2038-01-19 03:14:07','2024-12-24 18:00:00','child','phone','[]',b'100000',b'1',3,1e10,0,999999.9999,NULL,'','',0,2);

CREATE TABLE loan (
  reader_id int(10) unsigned NOT NULL,
  isbn char(13) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  taken date NOT NULL,
  spent time DEFAULT NULL,
  copies int(5) unsigned zerofill NOT NULL DEFAULT 1,
  printed year DEFAULT NULL,
  PRIMARY KEY (reader_id, isbn, taken),
  KEY notes (printed),
  KEY isbn (isbn)
) PARTITION BY RANGE (YEAR(taken)) (PARTITION before_2024 VALUES LESS THAN (2024), PARTITION later VALUES LESS THAN MAXVALUE);
INSERT INTO loan VALUES (1,'9780262033848','2023-12-31','838:59:59',00042,1901),(1,'9780262033848','2024-01-01','-00:00:01',1,2155),(2,'978','2024-02-29',NULL,7,NULL);

CREATE TABLE event (id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY, what varchar(20), KEY what (what)) ENGINE=MyISAM;
INSERT INTO event (what) WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 3000) SELECT concat('event ', i) FROM n;

CREATE VIEW adults AS SELECT r.ReaderID AS id, concat(r.email, ' (', ifnull(b.name, '-'), ')') AS shown, if(r.active, 'yes', 'no') AS active, r.debt / 2 AS half
 FROM reader r LEFT JOIN branch b ON b.id = r.home_branch WHERE r.kind = 'adult';
CREATE TRIGGER event_text BEFORE INSERT ON event FOR EACH ROW SET NEW.what = trim(NEW.what);
