@echo off
rem Runs mikey from an installed distribution. MIKEY_JAVA_OPTS: options for the Java virtual machine.
setlocal
set "MIKEY_LIB=%~dp0..\lib"
set "MIKEY_JAVA=java"
if defined JAVA_HOME set "MIKEY_JAVA=%JAVA_HOME%\bin\java"
if not exist "%MIKEY_LIB%\mikey.jsa" (
    "%MIKEY_JAVA%" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto -Xlog:disable -XX:ArchiveClassesAtExit="%MIKEY_LIB%\mikey.jsa" -cp "%MIKEY_LIB%\mikey.jar" org.mikey4j.cli.StartupTraining >nul 2>&1
)
"%MIKEY_JAVA%" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:-UsePerfData -Xshare:auto -Xlog:disable -Xlog:all=error:stderr -XX:SharedArchiveFile="%MIKEY_LIB%\mikey.jsa" -Djdk.console=java.base %MIKEY_JAVA_OPTS% -cp "%MIKEY_LIB%\mikey.jar" org.mikey4j.cli.Main %*
exit /b %ERRORLEVEL%
