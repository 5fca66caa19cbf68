/* main.c -- writ: one program. */
int main(void)
{
    return 0;
}
