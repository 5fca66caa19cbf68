/* city_people.h -- the pages about accounts. They stand in city because an account's department is one of the city's. */
#ifndef WR_CITY_PEOPLE_H
#define WR_CITY_PEOPLE_H
#include "module.h"
extern const shape CITY_ACCOUNT, CITY_PERSON, CITY_IN_PERSON, CITY_IN_LOGIN;
http_show city_show_account, city_show_people, city_show_invitation;
http_prepare city_prepare_person, city_prepare_invite;
http_act city_act_person, city_act_invite, city_act_reset, city_act_disable;
#endif
