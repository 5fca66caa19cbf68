/* modules_of_tests.c -- linked into every unit test: nothing yet but a home for what all of them share. */
typedef int wr_no_empty_unit;
