/* main.c -- writ: one program. */
#include "cli.h"
#include "modules.h"

int main(int argc, char **argv)
{
    return cli_main(argc, argv, wr_modules, wr_assets);
}
