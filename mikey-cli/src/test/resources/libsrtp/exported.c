/*
 * Protects and opens RTP packets with libsrtp under the policy that "mikey export --to libsrtp" wrote, which is included
 * by its name, EXPORTED. Each line of the input is "protect" or "open" and a packet in hexadecimal, each line of the output a
 * packet, or "error" and libsrtp's number. Two sessions, one for each direction, keep their state from line to line.
 */
#include EXPORTED
#include <stdio.h>
#include <string.h>

#define MAX_LINE 8192

int main(void) {
  static char line[MAX_LINE];
  static unsigned char packet[MAX_LINE];
  srtp_policy_t policy;
  srtp_t sender, receiver;

  if (srtp_init()) return 1;
  mikey_cs1(&policy);
  if (srtp_create(&sender, &policy) || srtp_create(&receiver, &policy)) return 2;
  while (fgets(line, sizeof line, stdin)) {
    int protect = strncmp(line, "protect ", 8) == 0;
    int length = 0;
    unsigned int octet;
    for (char *hex = strchr(line, ' ') + 1; sscanf(hex, "%2x", &octet) == 1; hex += 2) packet[length++] = octet;
    srtp_err_status_t status =
        protect ? srtp_protect(sender, packet, &length) : srtp_unprotect(receiver, packet, &length);
    if (status) {
      printf("error %d\n", status);
    } else {
      for (int i = 0; i < length; i++) printf("%02x", packet[i]);
      printf("\n");
    }
  }
  return 0;
}
