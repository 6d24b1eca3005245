document.querySelectorAll('[data-map]').forEach(function (map) {
  var octets = map.querySelectorAll('.octets i'), readout = map.querySelector('.readout'), held = false;
  function show(octet) {
    var field = octet.getAttribute('data-f'), text = '';
    octets.forEach(function (o) {
      var on = o.getAttribute('data-f') === field && (field !== 'u' || o === octet);
      o.classList.toggle('on', on);
      if (on && o.title) { text = o.title; }
    });
    readout.textContent = text;
  }
  function octetOf(event) { return event.target.closest('.octets i'); }
  map.addEventListener('mouseover', function (event) { var o = octetOf(event); if (o && !held) { show(o); } });
  map.addEventListener('click', function (event) { var o = octetOf(event); if (o) { held = !held || !o.classList.contains('on'); show(o); } });
});
