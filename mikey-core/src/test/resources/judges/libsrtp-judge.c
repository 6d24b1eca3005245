/*
 * Protects and unprotects packets with libsrtp. Each line of the input is one job, fields with spaces between them:
 *
 *   protect|unprotect rtp|rtcp SSRC_TYPE SSRC ROC  6 x RTP  6 x RTCP  KEYS (KEY MKI)...  PACKET
 *
 * The six numbers are those of srtp_crypto_policy_t in the order of srtp.h; octets are hexadecimal, "-" for none. Packets are
 * protected with the first key. The answer is a line for each job: the packet, or "error" and libsrtp's number.
 */
#include <srtp2/srtp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_LINE 65536
#define MAX_PACKET 2048

static char *field(void) {
  char *text = strtok(NULL, " \n");
  if (!text) {
    fprintf(stderr, "a field is missing\n");
    exit(2);
  }
  return text;
}

static unsigned long number(void) { return strtoul(field(), NULL, 0); }

static int octets(const char *hex, unsigned char *out) {
  int length = 0;
  if (strcmp(hex, "-") == 0) return 0;
  for (; hex[0] && hex[1]; hex += 2) {
    unsigned int octet;
    sscanf(hex, "%2x", &octet);
    out[length++] = (unsigned char)octet;
  }
  return length;
}

static void read_crypto(srtp_crypto_policy_t *policy) {
  policy->cipher_type = number();
  policy->cipher_key_len = number();
  policy->auth_type = number();
  policy->auth_key_len = number();
  policy->auth_tag_len = number();
  policy->sec_serv = number();
}

static int work(char *line) {
  static unsigned char key_octets[SRTP_MAX_NUM_MASTER_KEYS][SRTP_MAX_KEY_LEN];
  static unsigned char mki_octets[SRTP_MAX_NUM_MASTER_KEYS][SRTP_MAX_MKI_LEN];
  static unsigned char packet[MAX_PACKET];
  srtp_master_key_t keys[SRTP_MAX_NUM_MASTER_KEYS];
  srtp_master_key_t *key_list[SRTP_MAX_NUM_MASTER_KEYS];
  srtp_policy_t policy;
  srtp_t session;
  srtp_err_status_t status;

  memset(&policy, 0, sizeof policy);
  int protect = strcmp(strtok(line, " \n"), "protect") == 0;
  int rtcp = strcmp(field(), "rtcp") == 0;
  policy.ssrc.type = number();
  policy.ssrc.value = number();
  unsigned long roc = number();
  read_crypto(&policy.rtp);
  read_crypto(&policy.rtcp);
  policy.num_master_keys = number();
  for (unsigned long i = 0; i < policy.num_master_keys; i++) {
    octets(field(), key_octets[i]);
    keys[i].key = key_octets[i];
    keys[i].mki_id = mki_octets[i];
    keys[i].mki_size = octets(field(), mki_octets[i]);
    key_list[i] = &keys[i];
  }
  policy.keys = key_list;
  policy.window_size = 128;
  int use_mki = keys[0].mki_size > 0;
  int length = octets(field(), packet);

  status = srtp_create(&session, &policy);
  if (status) return status;
  if (policy.ssrc.type == ssrc_specific) {
    status = srtp_set_stream_roc(session, policy.ssrc.value, roc);
    if (status) return status;
  }
  if (protect) {
    status = rtcp ? srtp_protect_rtcp_mki(session, packet, &length, use_mki, 0)
                  : srtp_protect_mki(session, packet, &length, use_mki, 0);
  } else {
    status = rtcp ? srtp_unprotect_rtcp_mki(session, packet, &length, use_mki)
                  : srtp_unprotect_mki(session, packet, &length, use_mki);
  }
  srtp_dealloc(session);
  if (status) return status;
  for (int i = 0; i < length; i++) printf("%02x", packet[i]);
  printf("\n");
  return 0;
}

int main(void) {
  static char line[MAX_LINE];
  if (srtp_init()) return 1;
  while (fgets(line, sizeof line, stdin)) {
    int status = work(line);
    if (status) printf("error %d\n", status);
  }
  return srtp_shutdown();
}
