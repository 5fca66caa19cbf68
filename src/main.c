/* main.c -- writ: one program. */
#include "cli.h"

int main(int argc, char **argv)
{
    return cli_main(argc, argv, wr_modules, wr_assets);
}
